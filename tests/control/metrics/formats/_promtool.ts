/** The checker of Prometheus, which Debian's package prometheus has. Where it is not there, tests of it are skipped. */

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

/** Why it cannot be asked; nothing, if it can. */
export const PROMTOOL_OBSTACLE: string = obstacle();

/** What `promtool check metrics` says about a text. */
export async function checkMetrics(text: string): Promise<{ success: boolean; output: string }> {
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
