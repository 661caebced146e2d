import { assert, assertEquals } from "@std/assert";
import house from "../../../tools/lint/house.ts";
import settings from "../../../deno.json" with { type: "json" };

const ROOT = new URL("../../../", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: ROOT }).state === "granted";
const skipped = mayRead ? "" : " (skipped without --allow-read)";

/** Root-relative paths of the TypeScript files in a folder. */
function* sources(folder: string): Iterable<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    if (isDirectory) yield* sources(`${folder}${name}/`);
    else if (/\.m?tsx?$/.test(name)) yield `${folder}${name}`;
  }
}

/** Every breach in a file, one a line. Comments that tell the linter to ignore something have no effect here. */
function breaches(path: string): string[] {
  const url = new URL(path, ROOT);
  const text = Deno.readTextFileSync(url);
  return Deno.lint.runPlugin(house, path, text).map(({ id, message, range }) => {
    const line = text.slice(0, range[0]).split("\n").length;
    return `${path}:${line} ${id}: ${message}`;
  });
}

Deno.test(`core keeps the law of the hot path, with no exception${skipped}`, { ignore: !mayRead }, () => {
  const files = [...sources("core/")];
  assert(files.length > 0, "core has no source files");
  assertEquals(files.flatMap(breaches), []);
});

Deno.test(`every file keeps to its floor and to its marks${skipped}`, { ignore: !mayRead }, () => {
  const folders = [...Deno.readDirSync(ROOT)].filter(({ name, isDirectory }) => isDirectory && !name.startsWith("."));
  const files = folders.flatMap(({ name }) => [...sources(`${name}/`)]);
  assert(files.includes("tools/lint/house.ts"));
  assertEquals([...files, "mod.ts"].flatMap(breaches), []);
});

Deno.test(
  `every folder with source is a floor, so that its imports are checked${skipped}`,
  { ignore: !mayRead },
  () => {
    for (const { name, isDirectory } of Deno.readDirSync(ROOT)) {
      if (!isDirectory || name.startsWith(".") || [...sources(`${name}/`)].length === 0) continue;
      // Leaving the project is a breach on every floor, and on none where there is no floor.
      const found = Deno.lint.runPlugin(house, `${name}/a.ts`, 'import "../../outside.ts";');
      assertEquals(
        found.map(({ id }) => id),
        ["hot-path/import-floors"],
        `${name}/ is no floor in tools/lint/house.ts`,
      );
    }
  },
);

/** Rules that a file breaks by an import of its own; `how` may be that of a worker. */
function breachesOf(path: string, specifier: string, how = "import"): string[] {
  const text = how === "import" ? `import "${specifier}";` : `new URL("${specifier}", import.meta.url);`;
  return Deno.lint.runPlugin(house, path, text).map(({ id }) => id);
}

const ROOMS = ["thread", "between", "plane", "view"];

Deno.test("each room of the live run imports itself and those below it, and nothing outside its room imports a thread's code", () => {
  const allowed: Record<string, readonly string[]> = {
    thread: ["thread", "between"],
    between: ["between"],
    plane: ["plane", "between"],
    view: ["view", "plane", "between"],
  };
  for (const from of ROOMS) {
    for (const to of ROOMS) {
      const expected = allowed[from].includes(to) ? [] : ["hot-path/import-floors"];
      assertEquals(breachesOf(`demo/live/${from}/a.ts`, `../${to}/b.ts`), expected, `${from} imports ${to}`);
    }
    assertEquals(breachesOf(`demo/live/${from}/a.ts`, "../live_options.ts"), ["hot-path/import-floors"], from);
    assertEquals(breachesOf(`demo/live/${from}/a.ts`, "../../../runtime/mod.ts"), [], from);
  }
  for (const path of ["demo/live/run_live_command.ts", "demo/live.ts", "demo/main.ts", "demo/system/a.ts"]) {
    const up = "../".repeat(path.split("/").length - 1);
    const found = breachesOf(path, `${up === "" ? "./" : up}demo/live/thread/b.ts`);
    assertEquals(found, ["hot-path/import-floors"], path);
  }
  for (const from of ["thread", "between"]) {
    assertEquals(breachesOf(`demo/live/${from}/a.ts`, "../../terminal/b.ts"), ["hot-path/import-floors"], from);
  }
});

Deno.test("only the plane starts the threads of the live run, by their address", () => {
  for (const from of ROOMS) {
    const expected = from === "plane" || from === "thread" ? [] : ["hot-path/import-floors"];
    assertEquals(breachesOf(`demo/live/${from}/a.ts`, "../thread/b.ts", "worker"), expected, from);
  }
  assertEquals(breachesOf("demo/live/plane/a.ts", "../view/b.ts", "worker"), ["hot-path/import-floors"]);
});

Deno.test("deno lint runs the plugin, with this house's options", () => {
  const { plugins } = settings.lint as { plugins?: string[] };
  assertEquals(plugins, ["./tools/lint/house.ts"]);
});
