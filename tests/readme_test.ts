/**
 * The README and the documents show commands and what they print. Here each is run, and a transcript has to be what the
 * command prints now, to the byte.
 *
 * To write the transcripts anew: `deno task test tests/readme_test.ts -- --update`.
 */
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const DOCUMENTS = ["README.md", "docs/architecture.md"];
const NEEDED = ["run", "read"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const skipped = missing.length > 0 ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

/** Commands that a check of their own runs: `deno task ok` would run itself, and it runs the others. */
const RUN_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["deno task ok", ".ci/run runs it"],
  ["deno task test", "deno task ok runs it"],
  ["deno task garbage", "tests/tools/garbage_test.ts runs it with fewer events"],
  ["deno bench", "deno task ok runs the benches at their smallest size"],
  ["deno add jsr:@low-latency/trading-sim", "needs the published package"],
]);

interface Transcript {
  readonly document: string;
  readonly command: string;
  readonly output: string;
}

Deno.test(`documents show transcripts that are what the commands print${skipped}`, {
  ignore: missing.length > 0,
}, async () => {
  const shown = DOCUMENTS.flatMap(readTranscripts);
  assert(shown.length > 0, "the README shows at least one transcript");
  for (const { document, command, output } of shown) {
    const { code, stdout } = await run(command);
    assertEquals(code, 0, command);
    if (Deno.args.includes("--update")) replace(document, command, stdout);
    else assertEquals(output, stdout, `${document}: ${command}`);
  }
});

Deno.test(`documents name commands that run${skipped}`, { ignore: missing.length > 0 }, async () => {
  const commands = new Set(
    DOCUMENTS.flatMap(readCommands).map((command) => command.replace(/^npx -y deno@\S+/, "deno")),
  );
  assert(commands.size > 5, "the README names commands");
  for (const command of commands) {
    if (RUN_ELSEWHERE.has(command)) continue;
    const { code, stdout, stderr } = await run(command);
    assertEquals(code, 0, `${command}\n${stdout}${stderr}`);
    assert(stdout.length > 0, `${command} prints something`);
  }
});

Deno.test(`documents that name a command which fails, or show what is not printed, are found out${skipped}`, {
  ignore: missing.length > 0,
}, async () => {
  assertEquals((await run("deno task demo produce-heavy")).code, 2);
  const [transcript] = transcriptsIn("README.md", "```console\n$ deno task demo\nnothing\n```\n");
  assert((await run(transcript.command)).stdout !== transcript.output);
});

Deno.test(`README names the version that CI runs${skipped}`, { ignore: missing.length > 0 }, () => {
  const ci = Deno.readTextFileSync(new URL(".ci/run", ROOT));
  for (const [, version] of readDocument("README.md").matchAll(/deno@(\S+)/g)) assert(ci.includes(version), version);
});

function readDocument(document: string): string {
  return Deno.readTextFileSync(new URL(document, ROOT));
}

function readTranscripts(document: string): Transcript[] {
  return transcriptsIn(document, readDocument(document));
}

function transcriptsIn(document: string, text: string): Transcript[] {
  return [...text.matchAll(/^```console\n\$ (.+)\n([^]*?)^```$/gm)]
    .map(([, command, output]) => ({ document, command, output }));
}

/** The commands of `sh` blocks, a line each, and those that stand in a line of text. */
function readCommands(document: string): string[] {
  const text = readDocument(document);
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) => block.trim().split("\n"));
  const inline = [...text.matchAll(/`(deno (?:task|bench) [^`]+)`/g)].map(([, command]) => command);
  return [...blocks, ...inline];
}

async function run(command: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const [program, ...args] = command.split(" ");
  assertEquals(program, "deno", `${command}: only Deno is run here`);
  const child = new Deno.Command(Deno.execPath(), {
    args: args[0] === "bench" ? ["bench", "--quiet", ...args.slice(1), "--", "--smoke"] : args,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function replace(document: string, command: string, output: string): void {
  const escaped = command.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const block = new RegExp("^```console\\n\\$ " + escaped + "\\n[^]*?^```$", "m");
  const text = readDocument(document).replace(block, () => "```console\n$ " + command + "\n" + output + "```");
  Deno.writeTextFileSync(new URL(document, ROOT), text);
}
