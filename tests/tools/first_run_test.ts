// What a person waits for before the first command does anything: the packages that it fetches into an empty cache.
import { assert, assertEquals } from "@std/assert";
import settings from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const TEXT = new TextDecoder();

const may = (["run", "read", "write"] as const).every((name) =>
  Deno.permissions.querySync({ name }).state === "granted"
);
const missing = may ? await unreachable() : "needs --allow-run, --allow-read and --allow-write";
const ignore = missing !== undefined;
const skipped = ignore ? ` (skipped: ${missing})` : "";

/** What a command was given, how it ended, and what it left in a cache that was empty before. */
interface FirstRun {
  readonly args: readonly string[];
  readonly ok: boolean;
  readonly output: string;
  /** Every package of which anything is in the cache, with its version. */
  readonly fetched: readonly string[];
}

/** Runs `deno` with an empty cache of its own. */
async function firstRun(cwd: string | URL, ...args: string[]): Promise<FirstRun> {
  const cache = Deno.makeTempDirSync();
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd,
      env: { DENO_DIR: cache, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
      stdin: "null",
    }).output();
    const output = TEXT.decode(stderr) + TEXT.decode(stdout);
    return { args, ok: success, output, fetched: packagesIn(cache) };
  } finally {
    Deno.removeSync(cache, { recursive: true });
  }
}

/** The packages in a cache, as `name@version`, in order. */
function packagesIn(cache: string): string[] {
  const found: string[] = [];
  const walk = (folder: string, name: string, depth: number): void => {
    for (const entry of listing(folder)) {
      if (!entry.isDirectory) continue;
      if (entry.name.startsWith("@") && depth === 0) walk(`${folder}/${entry.name}`, `${entry.name}/`, 0);
      else if (depth === 0) walk(`${folder}/${entry.name}`, `${name}${entry.name}`, 1);
      else found.push(`${name}@${entry.name}`);
    }
  };
  for (const registry of listing(`${cache}/npm`)) walk(`${cache}/npm/${registry.name}`, "", 0);
  // Modules that are fetched by their address, which is how packages of JSR come.
  for (const scheme of listing(`${cache}/remote`)) {
    for (const host of listing(`${cache}/remote/${scheme.name}`)) found.push(`${scheme.name}://${host.name}`);
  }
  return found.sort();
}

function listing(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** The packages that the modules of a program import, however far away, as `name@version`, in order. */
async function packagesUsedBy(cwd: string | URL, entry: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd,
    env: { DENO_NO_UPDATE_CHECK: "1" },
  }).output();
  assert(success, TEXT.decode(stderr));
  const { npmPackages } = JSON.parse(TEXT.decode(stdout)) as { npmPackages?: Record<string, { version: string }> };
  return Object.keys(npmPackages ?? {}).map((id) => id.replace(/(.)_.*/, "$1")).sort();
}

/** Why no package can be fetched here; undefined if one can. */
async function unreachable(): Promise<string | undefined> {
  const { ok, output } = await firstRun(ROOT, "cache", "--no-config", "npm:obliterator@2.0.5");
  if (ok) return undefined;
  // Only a registry that does not answer is a reason to skip. What is wrong with this project has to fail.
  const offline = /error sending request|dns error|failed to lookup|Connect|timed? ?out|os error/i.test(output);
  return offline ? "npm cannot be reached" : undefined;
}

/** What a task is given, so that it does its work and ends soon. Any other task is asked for its help. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  demo: ["producer-heavy"],
  capacity: [],
  chaos: ["--seeds", "1"],
  live: ["--seconds", "1"],
  runbook: ["failover-drill", "--approve"],
};

/** The tasks that run a program for people, of `demo/` or `tests/chaos/`, and that program. */
const COMMANDS: readonly (readonly [name: string, entry: string])[] = Object.entries(settings.tasks).flatMap(
  ([name, { command }]) => {
    const entry = /^deno run (?:-\S+ )*((?:demo|tests\/chaos)\/\w+\.ts)$/.exec(command)?.[1];
    return entry === undefined ? [] : [[name, entry] as const];
  },
);

Deno.test("every task that runs a program for people is known to be one, with no flag that needs a package", () => {
  const names = COMMANDS.map(([name]) => name);
  for (const name of Object.keys(ARGUMENTS)) assert(names.includes(name), `deno task ${name} is not looked at`);
  for (const [name, { command }] of Object.entries(settings.tasks)) {
    assertEquals(/\b(demo|tests\/chaos)\//.test(command), names.includes(name), `deno task ${name}: ${command}`);
  }
});

Deno.test("deno task lists what is for people first, a line each", () => {
  const tasks = Object.keys(settings.tasks);
  const commands = COMMANDS.map(([name]) => name);
  assertEquals(tasks.slice(0, commands.length), commands);
  const indent = "    // ".length; // as `deno task` prints a description, on a terminal of 80 columns
  for (const [name, { description }] of Object.entries(settings.tasks)) {
    assert(indent + description.length < 80, `deno task ${name}: ${description}`);
  }
});

Deno.test("deno.json names nothing that a task fetches before it runs", () => {
  // `deno task` fetches what the imports at the top of the file name, and all that is in the lockfile.
  assertEquals(settings.lock, false);
  assertEquals(Object.values(settings.imports).filter((specifier) => !specifier.startsWith("jsr:@std/")), []);
});

for (const [name, entry] of COMMANDS) {
  Deno.test(`deno task ${name} fetches what it uses, and nothing else${skipped}`, { ignore }, async () => {
    const run = await firstRun(ROOT, "task", name, ...(ARGUMENTS[name] ?? ["--help"]));
    assert(run.ok, run.output);
    assertEquals(run.fetched, await packagesUsedBy(ROOT, entry), run.output);
    // The explorer makes a page, for which it fetches what makes scripts small.
    if (name !== "explore") assertEquals(run.fetched, ["deno-std@1.4.0"]);
  });
}

Deno.test(`deno run demo/main.ts fetches what it uses, and nothing else${skipped}`, { ignore }, async () => {
  const run = await firstRun(ROOT, "run", "demo/main.ts");
  assert(run.ok, run.output);
  assertEquals(run.fetched, await packagesUsedBy(ROOT, "demo/main.ts"), run.output);
});

Deno.test(`a package that is fetched without being used is found${skipped}`, { ignore }, async () => {
  const project = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${project}/main.ts`, 'import "used";\n');
    const imports = { used: "npm:obliterator@2.0.5", unused: "npm:base64-js@1.5.1" };
    const tasks = { demo: "deno run main.ts" };
    Deno.writeTextFileSync(`${project}/deno.json`, JSON.stringify({ imports, tasks, lock: false }));
    const run = await firstRun(project, "task", "demo");
    assertEquals(run.fetched, ["base64-js@1.5.1", "obliterator@2.0.5"], run.output);
    assertEquals(await packagesUsedBy(project, "main.ts"), ["obliterator@2.0.5"]);
  } finally {
    Deno.removeSync(project, { recursive: true });
  }
});
