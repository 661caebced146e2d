import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const NEEDED = ["run", "read"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const ignore = missing.length > 0;
const skipped = ignore ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

/** Runs this very Deno, and returns what it wrote. */
function deno(...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return denoIn(ROOT, ...args);
}

async function denoIn(cwd: URL, ...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
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

interface Settings {
  readonly exports: Record<string, string>;
  readonly imports: Record<string, string>;
  readonly tasks: Record<string, { readonly command: string }>;
}

async function settings(): Promise<Settings> {
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
      // The explorer is a page, which is published as such.
      if (file === undefined || name === "explore") continue;
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
    assertEquals([...live].filter((path) => path.endsWith("_worker.ts")).length, 4);
  },
});

/** What each command is run with, and a line that it then prints. */
const COMMANDS: Readonly<Record<string, readonly [permissions: string[], args: string[], prints: string]>> = {
  "./demo": [[], ["producer-heavy"], "digest f0e47c2c2aa4f6aa"],
  "./capacity": [[], ["--capacity", "8"], "cells agree with the law"],
  "./runbook": [[], ["failover-drill", "--approve"], "completed in 4 ticks"],
  "./simulate": [
    [],
    ["--arrivals", "on-off:burst=2000,rate=2M/s", "--consumer", "a:800ns"],
    "the same on every machine",
  ],
  "./live": [["--allow-read", "--allow-ffi"], ["--seconds", "0.2", "--json"], '"events": {'],
};

const canWrite = Deno.permissions.querySync({ name: "write" }).state === "granted";

Deno.test({
  name: `every command runs from the published files alone, with @std/cli${
    canWrite ? skipped : " (skipped without --allow-write)"
  }`,
  ignore: ignore || !canWrite,
  async fn() {
    const { exports, imports } = await settings();
    const folder = new URL(`file://${(await Deno.makeTempDir()).replaceAll("\\", "/")}/`);
    try {
      for (const file of await published()) {
        const copy = new URL(file, folder);
        await Deno.mkdir(new URL("./", copy), { recursive: true });
        await Deno.copyFile(new URL(file, ROOT), copy);
      }
      // As JSR does: links of the project are no part of the package, and what it imports is fetched.
      const adapter = new URL("tools/std/cli/parse_args.ts", ROOT).href;
      assert("@std/cli" in imports);
      await Deno.writeTextFile(
        new URL("deno.json", folder),
        JSON.stringify({ imports: { "@std/cli/parse-args": adapter } }),
      );
      const commands = Object.entries(exports)
        .filter(([name, path]) => /^\.\/demo\/\w+\.ts$/.test(path) && name !== "./simulation"); // which is to be imported
      assertEquals(commands.map(([name]) => name).sort(), Object.keys(COMMANDS).sort());
      for (const [name, path] of commands) {
        const [permissions, args, prints] = COMMANDS[name];
        const { stdout } = await denoIn(folder, "run", "--no-check", "--no-prompt", ...permissions, path, ...args);
        assert(stdout.includes(prints), `${name} prints:\n${stdout}`);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
