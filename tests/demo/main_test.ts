import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import { main } from "../../demo/main.ts";
import { recordedIo } from "./terminal/_io.ts";

// The commands as processes, which are given no permission and may not ask for one.

const ROOT = new URL("../../", import.meta.url);
const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";
const skipped = mayRun ? "" : " (skipped without --allow-run)";

function command(file: string, args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", `demo/${file}`, ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(file: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await command(file, args).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

function expected(...args: string[]): { code: number; stdout: string; stderr: string } {
  const io = recordedIo();
  return { code: main(args, io), stdout: io.stdout, stderr: io.stderr };
}

Deno.test(`demo/main.ts prints what main prints, without any permission${skipped}`, { ignore: !mayRun }, async () => {
  for (
    const args of [[], ["producer-heavy"], ["chaos", "--json", "--seed", "7"], ["balanced", "--trace"], ["balance"]]
  ) {
    assertEquals(await run("main.ts", ...args), expected(...args));
  }
});

Deno.test(`demo/main.ts ends with status 2 and one line for wrong usage${skipped}`, { ignore: !mayRun }, async () => {
  const { code, stdout, stderr } = await run("main.ts", "balanced", "--capacity", "63");
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^error: --capacity [^\n]*\n$/);
});

Deno.test(
  `demo/main.ts names the permission for a metrics file and asks nobody${skipped}`,
  { ignore: !mayRun },
  async () => {
    const { code, stdout, stderr } = await run("main.ts", "balanced", "--metrics-file", "m.prom");
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: --metrics-file needs --allow-read=\. --allow-write=\.: deno run [^\n]*\n$/);
  },
);

Deno.test(`demo/runbook.ts rehearses without any permission${skipped}`, { ignore: !mayRun }, async () => {
  const { code, stdout, stderr } = await run("runbook.ts", "failover-drill", "--approve");
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /completed in 4 ticks\n {2}time to halt: no live ack after the transition\n$/);
  assertEquals((await run("runbook.ts", "failover-drill", "--fail", "no")).code, 2);
});

Deno.test(`demo/main.ts says nothing when its reader goes away${skipped}`, { ignore: !mayRun }, async () => {
  const child = command("main.ts", ["balanced", "--trace", "--steps", "100000"]).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const chunks = await Array.fromAsync(child.stderr);
  const { code } = await child.status;
  assertEquals([code, chunks.length], [0, 0]);
});

const hasFull = mayRun && Deno.build.os === "linux";

Deno.test(
  `demo/main.ts ends with status 2 and one line when its output cannot be written${
    hasFull ? "" : " (skipped: needs --allow-run, and Linux for its /dev/full)"
  }`,
  { ignore: !hasFull },
  async () => {
    const shell = async (redirection: string) => {
      const program = `"$0" run --no-prompt --quiet demo/main.ts balanced --trace ${redirection}`;
      const { code, stderr } = await new Deno.Command("sh", { args: ["-c", program, Deno.execPath()], cwd: ROOT })
        .output();
      return [code, new TextDecoder().decode(stderr)];
    };
    assertEquals(await shell(">/dev/full"), [
      2,
      "error: the output cannot be written: No space left on device (os error 28)\n",
    ]);
    assertEquals(await shell(">/dev/full 2>/dev/full"), [2, ""]);
  },
);

Deno.test(`demo/capacity.ts draws the grid, without any permission${skipped}`, { ignore: !mayRun }, async () => {
  const { code, stdout, stderr } = await run("capacity.ts", "--max-ingest", "4", "--max-polls", "4");
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /16 of 16 cells agree with the law\n$/);
  assertEquals((await run("capacity.ts", "--steps", "0")).code, 2);
});

Deno.test(`main colours where it may, and never with NO_COLOR${skipped}`, { ignore: !mayRun }, async () => {
  const program = `import { main } from "./demo/main.ts";
    main(["producer-heavy"], { out: console.log, err: console.error, colour: true, columns: 80 });`;
  // Whether NO_COLOR is set is a fact of the whole process; set to nothing it is not set.
  const coloured = await evaluate(program, { NO_COLOR: "" });
  const plain = await evaluate(program, { NO_COLOR: "1" });
  // deno-lint-ignore no-control-regex
  assertMatch(coloured, /^\x1b\[1mproducer-heavy: /);
  // deno-lint-ignore no-control-regex
  assertNotMatch(plain, /\x1b/);
  assertEquals(stripAnsiCode(coloured), plain);
});

async function evaluate(program: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", program],
    cwd: ROOT,
    env,
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("main can be called by a program, with the output going where it wants", () => {
  const io = recordedIo();
  assertEquals(main(["producer-heavy", "--json"], io), 0);
  assertEquals(JSON.parse(io.stdout).summary.first_overrun_step, 12);
});
