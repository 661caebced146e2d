import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatPrometheus } from "../../../../control/metrics/formats/prometheus.ts";
import { checkMetrics, PROMTOOL_OBSTACLE } from "./_promtool.ts";
import { BUSY, IDLE, producedSystemOf, systemOf } from "../_snapshots.ts";

const skipped = PROMTOOL_OBSTACLE === "" ? "" : ` (skipped: ${PROMTOOL_OBSTACLE})`;
const ignore = PROMTOOL_OBSTACLE !== "";

Deno.test(`promtool has nothing to say against what formatPrometheus writes${skipped}`, { ignore }, async () => {
  for (const consumers of [[], [BUSY], [BUSY, IDLE]]) {
    for (const system of [systemOf(...consumers), producedSystemOf(...consumers)]) {
      assertEquals(await checkMetrics(formatPrometheus(system)), { success: true, output: "" });
    }
  }
});

Deno.test(`promtool reads labels of any text, and numbers without end${skipped}`, { ignore }, async () => {
  for (const value of ["north", 'a "quoted"\\\nname', "\\n", "{}=,", "naïve 市場 🚀", " ", "\t\r\0"]) {
    const infinite = { ...BUSY, longestCycleNs: Infinity };
    const text = formatPrometheus(producedSystemOf(infinite, IDLE), { labels: { venue: value, _x9: "-" } });
    assertEquals(await checkMetrics(text), { success: true, output: "" }, JSON.stringify(value));
  }
});

Deno.test(`promtool reads two systems in one text, if their labels differ${skipped}`, { ignore }, async () => {
  const text = (labels: Record<string, string>) => formatPrometheus(producedSystemOf(BUSY, IDLE), { labels });
  // A collector keeps one heading for each name.
  const samples = (labels: Record<string, string>) => text(labels).replace(/^#.*\n/gm, "");
  const north = text({ venue: "north" });
  assertEquals(await checkMetrics(north + samples({ venue: "south" })), { success: true, output: "" });
});

Deno.test(`promtool does find mistakes in such a text${skipped}`, { ignore }, async () => {
  const text = formatPrometheus(systemOf(BUSY));
  const broken = await checkMetrics(text.replace("trading_sim_ready 1", "trading_sim_ready yes"));
  assert(!broken.success);
  assertMatch(broken.output, /expected float/);
  const unconventional = await checkMetrics(text.replaceAll("lost_events_total", "lost_events"));
  assert(!unconventional.success);
  assertMatch(unconventional.output, /counter metrics should have "_total" suffix/);
});
