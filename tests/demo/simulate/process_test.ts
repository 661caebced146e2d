import { assert, assertEquals, assertMatch } from "@std/assert";

// The command as a process, as a user starts it: on a terminal of its own, in a pipe, without permissions.

const ROOT = new URL("../../../", import.meta.url);
const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted" && Deno.build.os !== "windows";
const has = (program: string) =>
  new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" }).outputSync().success;
const mayReadPath = Deno.permissions.querySync({ name: "env", variable: "PATH" }).state === "granted";
const obstacle = !mayRun ? "--allow-run" : !mayReadPath ? "--allow-env" : !has("python3") ? "python3" : "";
const skipped = obstacle === "" ? "" : ` (skipped without ${obstacle})`;
const ENV = {
  NO_COLOR: "1",
  DENO_NO_UPDATE_CHECK: "1",
  PATH: `${Deno.execPath().replace(/[/\\][^/\\]*$/, "")}:${mayReadPath ? Deno.env.get("PATH") : ""}`,
};

const LONG = ["--arrivals", "poisson:rate=1M/s", "--duration", "3600s", "--consumer", "a:200ns", "--capacity", "4096"];
const SHORT = ["--arrivals", "on-off:burst=2000,rate=2M/s", "--consumer", "a:100ns", "--capacity", "2048"];
const TASK = ["deno", "task", "simulate"];
const CTRL_C = "03";

async function onTerminal(steps: readonly string[], command: readonly string[]) {
  const { stdout } = await new Deno.Command("python3", {
    args: [new URL("../live/view/_pty.py", import.meta.url).pathname, "80x24", "90", ...steps, "--", ...command],
    cwd: ROOT,
    env: ENV,
  }).output();
  const text = new TextDecoder().decode(stdout).replaceAll("\r\n", "\n");
  const [, status, left] = /\nstatus (-?\d+), (\d+) steps left\n$/.exec(text) ?? [];
  return { text, status: Number(status), left: Number(left) };
}

async function run(script: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("sh", { args: ["-c", script], cwd: ROOT, env: ENV }).output();
  const text = new TextDecoder();
  return { status: code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test(`${name}${skipped}`, { ignore: obstacle !== "" }, fn);
}

test("a long run on a terminal shows how far it is, and after one Ctrl-C reports what was simulated so far", async () => {
  const { text, status, left } = await onTerminal(["s left", CTRL_C], [...TASK, ...LONG]);
  assertEquals([status, left], [130, 0], text);
  // A line that is written over and over begins by clearing itself.
  const lines = text.replaceAll("\r\x1b[2K", "<clear>");
  assertMatch(lines, /<clear>[\d.,]+ M? ?events, [\d.]+ m?s simulated, [\d.,]+ M? ?events\/s, 0 %, \d+ s left/);
  assertMatch(lines, /<clear>(\^C)?System\n/);
  assertMatch(text, /\ninterrupted: only .* were simulated\n/);
  assertMatch(text, /5 of 5 held\n/);
});

test("a run in a pipe shows no progress, and a reader that has seen enough is no error", async () => {
  const { status, stdout, stderr } = await run(
    `deno task simulate ${SHORT.join(" ")} 2>&1 >/dev/null | cat; echo done`,
  );
  assertEquals([status, stdout.includes("\r")], [0, false]);
  assertMatch(stdout, /^[^\r]*done\n$/);
  const headed = await run(`deno task -q simulate ${SHORT.join(" ")} | head -1`);
  assertEquals([headed.status, headed.stdout, headed.stderr], [0, "System\n", ""]);
  assertEquals(stderr, "");
});

test("a file that may not be read is answered with the command that works", async () => {
  const args = "--arrivals demo/examples/opening.csv --consumer a:1us --capacity 2048";
  const { status, stderr } = await run(`deno run --no-prompt demo/simulate.ts ${args}`);
  const [, command] = /needs --allow-read=\S+: (deno run .*)\n$/.exec(stderr) ?? [];
  assertEquals([status, command !== undefined], [2, true], stderr);
  assertEquals((await run(command)).status, 0);
});

test("a table that may not be written is answered with the command that works", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { status, stderr } = await run(
      `deno run --no-prompt demo/simulate.ts ${SHORT.join(" ")} --hgrm ${folder}/a.hgrm`,
    );
    const [, command] = /--hgrm needs .*: (deno run .*)\n$/.exec(stderr) ?? [];
    assertEquals([status, command !== undefined], [2, true], stderr);
    assertEquals((await run(command)).status, 0);
    assert((await Deno.readTextFile(`${folder}/a.hgrm`)).includes("#[Max"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
