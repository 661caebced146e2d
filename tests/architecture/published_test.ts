import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const NEEDED = ["run", "read"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const ignore = missing.length > 0;
const skipped = ignore ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

/** Runs this very Deno, and returns what it wrote. */
async function deno(...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  }).output();
  const text = new TextDecoder();
  const written = { stdout: text.decode(stdout), stderr: text.decode(stderr) };
  assert(success, `deno ${args.join(" ")} fails:\n${written.stderr}`);
  return written;
}

/** The files that would be published, by their paths in the project. */
async function published(): Promise<string[]> {
  const { stderr } = await deno("publish", "--dry-run", "--allow-dirty", "--no-check");
  const files = [...stderr.matchAll(/^\s+(file:\/\/\S+) \([\d.]+[KM]?B\)$/gm)].map(([, url]) => pathOf(url));
  assert(files.includes("mod.ts"), `no list of files in:\n${stderr}`);
  return files;
}

function pathOf(url: string): string {
  return decodeURIComponent(url.slice(ROOT.href.length));
}

/** The worker entry files that a module names by their address. */
function workersOf(module: URL): URL[] {
  const source = Deno.readTextFileSync(module);
  return [...source.matchAll(/^(?!\s*(?:\/\/|\*)).*new URL\("([^"]+\.ts)", import\.meta\.url\)/gm)]
    .map(([, path]) => new URL(path, module));
}

/** The modules of the project that are reached from these: imported, for a type or a value, or started as a worker. */
async function reachedFrom(entries: readonly URL[]): Promise<Set<string>> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (reached.has(pathOf(entry.href))) continue;
    const { stdout } = await deno("info", "--json", entry.href);
    const { modules }: { modules: { specifier: string; error?: string }[] } = JSON.parse(stdout);
    for (const { specifier, error } of modules) {
      assertEquals(error, undefined, `${entry.href} imports ${specifier}`);
      if (!specifier.startsWith(ROOT.href) || reached.has(pathOf(specifier))) continue;
      reached.add(pathOf(specifier));
      if (specifier.endsWith(".ts")) waiting.push(...workersOf(new URL(specifier)));
    }
  }
  return reached;
}

async function settings(): Promise<{ exports: Record<string, string>; tasks: Record<string, { command: string }> }> {
  return JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
}

Deno.test({
  name:
    `every published module is reached from an entry point, and every module that is reached is published${skipped}`,
  ignore,
  async fn() {
    const { exports } = await settings();
    const [files, reached] = await Promise.all([
      published(),
      reachedFrom(Object.values(exports).map((path) => new URL(path, ROOT))),
    ]);
    const modules = files.filter((file) => file.endsWith(".ts"));
    assertEquals(modules.filter((module) => !reached.has(module)), [], "published, and not reached");
    assertEquals([...reached].filter((module) => !modules.includes(module)), [], "reached, and not published");
  },
});

Deno.test({
  name: `every command for people is an entry point under the name of its task${skipped}`,
  ignore,
  async fn() {
    const { exports, tasks } = await settings();
    for (const [name, { command }] of Object.entries(tasks)) {
      const file = /\sdemo\/(\w+\.ts)$/.exec(command)?.[1];
      if (file === undefined) continue;
      assertEquals(exports[`./${name}`], `./demo/${file}`, name);
    }
  },
});

Deno.test({
  name: `a module that no entry point reaches is found, and a worker counts as reached${skipped}`,
  ignore,
  async fn() {
    const reached = await reachedFrom([new URL("demo/main.ts", ROOT)]);
    assert(reached.has("demo/main.ts") && !reached.has("demo/live.ts"), "main.ts does not start the live run");
    const live = await reachedFrom([new URL("demo/live.ts", ROOT)]);
    assertEquals([...live].filter((path) => path.endsWith("_worker.ts")).length, 2);
  },
});
