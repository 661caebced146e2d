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

Deno.test("deno lint runs the plugin, with this house's options", () => {
  const { plugins } = settings.lint as { plugins?: string[] };
  assertEquals(plugins, ["./tools/lint/house.ts"]);
});
