import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatPrometheus } from "../../../control/metrics/prometheus.ts";
import { BUSY, IDLE, systemOf } from "./_snapshots.ts";

/** Why the checker of Prometheus cannot be asked; nothing, if it can. */
function obstacle(): string {
  if (Deno.permissions.querySync({ name: "run", command: "promtool" }).state !== "granted") return "needs --allow-run";
  try {
    new Deno.Command("promtool", { args: ["--version"], stdout: "null", stderr: "null" }).outputSync();
    return "";
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return "promtool is not installed: it comes with Debian's package prometheus";
  }
}

const missing = obstacle();
const skipped = missing === "" ? "" : ` (skipped: ${missing})`;
const ignore = missing !== "";

/** What `promtool check metrics` says about a text. */
async function check(text: string): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command("promtool", {
    args: ["check", "metrics"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { success, output: decoder.decode(stderr) + decoder.decode(stdout) };
}

Deno.test(`promtool has nothing to say against what formatPrometheus writes${skipped}`, { ignore }, async () => {
  for (const consumers of [[], [BUSY], [BUSY, IDLE]]) {
    assertEquals(await check(formatPrometheus(systemOf(...consumers))), { success: true, output: "" });
  }
});

Deno.test(`promtool does find mistakes in such a text${skipped}`, { ignore }, async () => {
  const text = formatPrometheus(systemOf(BUSY));
  const broken = await check(text.replace("trading_sim_ready 1", "trading_sim_ready yes"));
  assert(!broken.success);
  assertMatch(broken.output, /expected float/);
  const unconventional = await check(text.replaceAll("lost_events_total", "lost_events"));
  assert(!unconventional.success);
  assertMatch(unconventional.output, /counter metrics should have "_total" suffix/);
});
