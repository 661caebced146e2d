import { assert, assertEquals, assertMatch } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";

// The command on a terminal of its own, as a person starts it: by its task, with the keys of a keyboard.

const ROOT = new URL("../../../../", import.meta.url);
const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted" && Deno.build.os !== "windows";
const has = (program: string) =>
  new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" }).outputSync().success;
const obstacle = !mayRun ? "--allow-run" : !has("python3") || !has("bash") ? "python3 and bash" : "";
const skipped = obstacle === "" ? "" : ` (skipped without ${obstacle})`;

const LIVE = ["deno", "task", "live", "--seconds", "600", "--rate", "1000", "--consumers", "1", "--idle", "park"];
const CTRL_C = "03";
const CTRL_Z = "1a";
const hex = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What was written to a terminal, and how it ended. */
async function onTerminal(size: string, steps: readonly string[], command: readonly string[]) {
  const { stdout } = await new Deno.Command("python3", {
    args: [new URL("_pty.py", import.meta.url).pathname, size, "90", ...steps, "--", ...command],
    cwd: ROOT,
    env: {
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      PATH: `${Deno.execPath().replace(/[/\\][^/\\]*$/, "")}:${Deno.env.get("PATH")}`,
    },
  }).output();
  const text = new TextDecoder().decode(stdout).replaceAll("\r\n", "\n");
  const [, status, left] = /\nstatus (-?\d+), (\d+) steps left\n$/.exec(text) ?? [];
  return { text, status: Number(status), left: Number(left) };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test(`${name}${skipped}`, { ignore: obstacle !== "" }, fn);
}

test("live on a terminal reports after one Ctrl-C, however often it arrives", async () => {
  const { text, status, left } = await onTerminal("80x24", ["published", CTRL_C], LIVE);
  assertEquals([status, left], [0, 0], text);
  assertMatch(text, /\nLive run\n +ended +after .*, because it was interrupted\n[^]* adds up\n/);
});

test("live on a terminal that does not tell its size draws the panel", async () => {
  const { text, status, left } = await onTerminal("0x0", ["published", CTRL_C], LIVE);
  assertEquals([status, left], [0, 0], text);
  assert(
    stripAnsiCode(text).includes("                 lag    lost   waits  polled stale p99   p99.9 dropped  stalls …\n"),
  );
});

test("live is stopped by Ctrl-Z with what has started it, shows the cursor, and goes on below", async () => {
  const { text, status, left } = await onTerminal("80x24", [
    "bash-",
    hex(`${LIVE.join(" ")}\n`),
    "published",
    CTRL_Z,
    "Stopped",
    hex("echo in the $((1+1))nd place\n"),
    "in the 2nd place",
    hex("fg\n"),
    "published",
    CTRL_C,
    "adds up",
    hex("exit 7\n"),
  ], ["bash", "--norc", "--noprofile", "-i"]);
  assertEquals([status, left], [7, 0], text);
  const [before, after] = text.split("in the 2nd place");
  assert(before.lastIndexOf("\x1b[?25h") > before.lastIndexOf("\x1b[?25l"), "the cursor is shown where it is stopped");
  // The first drawing afterwards does not go up into what the shell has written.
  assertMatch(stripAnsiCode(after), /\nlive {2}/);
  const first = after.slice(after.indexOf("\x1b[?25l"));
  assert(first.startsWith("\x1b[?25l\x1b[Klive"), JSON.stringify(first.slice(0, 200)));
});
