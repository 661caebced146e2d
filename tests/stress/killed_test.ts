import { assert, assertEquals } from "@std/assert";
import type { ConsumerKilledReport, KilledReport } from "./node/main.ts";

// A thread that is killed in the midst of its work. Deno's `Worker.terminate()` does not stop a thread that never returns to
// its event loop, so this runs under Node, whose does, with every kernel that this Node can run.

const ROOT = new URL("../../", import.meta.url);
const KILLS = 10;

const lacking = [
  ...(["run", "read", "write"] as const).filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
    .map((name) => `--allow-${name}`),
  ...(isNodeThere() ? [] : ["node"]),
];
const skipped = lacking.length === 0 ? "" : ` (skipped without ${lacking.join(", ")})`;

function isNodeThere(): boolean {
  if (Deno.permissions.querySync({ name: "run" }).state !== "granted") return true; // That is what is lacking, then.
  try {
    return new Deno.Command("node", { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a program to its end and returns what it printed. */
async function run(program: string, args: string[]): Promise<string> {
  const env = { NO_COLOR: "1" };
  const { success, stdout, stderr } = await new Deno.Command(program, { args, cwd: ROOT, env }).output();
  const text = new TextDecoder();
  assert(success, `${program} ${args.join(" ")} failed:\n${text.decode(stderr)}${text.decode(stdout)}`);
  return text.decode(stdout);
}

interface Report {
  readonly kernels: readonly string[];
  readonly producers: readonly KilledReport[];
  readonly consumers: readonly ConsumerKilledReport[];
}

let reported: Promise<Report> | undefined;

/** Kills all threads once, for all tests. */
function report(): Promise<Report> {
  return reported ??= killAll();
}

async function killAll(): Promise<Report> {
  const directory = await Deno.makeTempDir({ prefix: "killed-threads-" });
  try {
    for (const name of ["main", "worker"]) {
      const source = new URL(`node/${name}.ts`, import.meta.url).href;
      const options = ["--quiet", "--platform=browser", "--external=node:*", `--output=${directory}/${name}.mjs`];
      await run(Deno.execPath(), ["bundle", ...options, source]);
    }
    return JSON.parse(await run("node", [`${directory}/main.mjs`, String(KILLS)]));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test(
  `a producer killed at any point leaves whole events, no half of one, a ring that nobody closed and no place for another${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const { kernels, producers } = await report();
    assertEquals(producers.map(({ faults }) => faults).flat(), []);
    assertEquals(producers.length, 2 * kernels.length, "one event at a time, and batches");
    assert(producers.every(({ kills }) => kills === KILLS));
  },
);

Deno.test(
  `producers were killed with an event half written, one event at a time and in batches${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const { producers } = await report();
    // The kernel in TypeScript spends most of its time in copying, so that some are bound to be hit there.
    const inTypeScript = producers.filter(({ kernel }) => kernel === "atomics");
    assertEquals(inTypeScript.length, 2);
    for (const { halfWritten, phases } of inTypeScript) assert(halfWritten > 0, JSON.stringify(phases));
  },
);

Deno.test(
  `a consumer killed in the midst of its polls holds up neither the producer nor another consumer${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const { kernels, consumers } = await report();
    assertEquals(
      consumers.map(({ kernel, faults }) => [kernel as string, faults]),
      kernels.map((kernel) => [kernel, [] as string[]]),
    );
  },
);
