import { assert, assertEquals } from "@std/assert";
import {
  FILES_MAX,
  IMPORTS_MAX,
  LINES_MAX,
  LONG_FILES,
  mapBreaches,
  type ProjectFile,
  WIDE_FILES,
} from "./_house_map.ts";

// A folder that is too full, a file that has outgrown its purpose, a test that is not found beside what it tests.

const ROOT = new URL("../../", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: ROOT }).state === "granted";
const ignore = !mayRead;
const skipped = mayRead ? "" : " (skipped without --allow-read)";
const FOLDERS = ["bench", "config", "control", "core", "demo", "runtime", "tests", "tools"];

/** The files of a folder, except golden files: a folder of those holds one for each output that it compares. */
function* filesOf(folder: string): Iterable<ProjectFile> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    if (name.startsWith(".") || name === "golden" || name === "node_modules") continue;
    if (isDirectory) yield* filesOf(`${folder}${name}/`);
    else if (/\.(?:ts|mjs|js|wat|c|cc|cpp)$/.test(name)) {
      yield { path: `${folder}${name}`, text: Deno.readTextFileSync(new URL(`${folder}${name}`, ROOT)) };
    }
  }
}

function files(): ProjectFile[] {
  return FOLDERS.flatMap((folder) => [...filesOf(`${folder}/`)]);
}

Deno.test(`every folder, file and test keeps to the map of the house${skipped}`, { ignore }, () => {
  const all = files();
  assert(all.some(({ path }) => path === "tests/architecture/house_map_test.ts"));
  assertEquals(mapBreaches(all), []);
});

Deno.test("every file beyond a limit has a reason to stay whole", () => {
  for (const reason of Object.values({ ...LONG_FILES, ...WIDE_FILES })) assert(reason.length > 20, reason);
});

/** What is reported of files that are added to the house. */
function planted(...added: readonly ProjectFile[]): string[] {
  const before = files();
  const paths = new Set(added.map(({ path }) => path));
  return mapBreaches([...before.filter(({ path }) => !paths.has(path)), ...added]);
}

function file(path: string, text = ""): ProjectFile {
  return { path, text };
}

Deno.test(`a planted file breaks the map${skipped}`, { ignore }, () => {
  const crowd = (folder: string, count: number) =>
    Array.from({ length: count }, (_, index) => file(`${folder}/planted_${index}.ts`));
  assertEquals(planted(...crowd("core/planted", FILES_MAX)), []);
  assertEquals(planted(...crowd("core/planted", FILES_MAX + 1)), [
    `core/planted/ must hold at most ${FILES_MAX} files, got ${FILES_MAX + 1}: give it rooms`,
  ]);
  const loose = files().filter(({ path }) => /^demo\/[^/]+$/.test(path)).length;
  assertEquals(planted(...crowd("demo", 8 - loose)), []);
  assertEquals(planted(...crowd("demo", 9 - loose)), ["demo/ must hold at most 8 files, got 9: give it rooms"]);

  assertEquals(planted(file("core/planted.ts", "\n".repeat(LINES_MAX))), []);
  assertEquals(planted(file("core/planted.ts", "\n".repeat(LINES_MAX + 1))), [
    `core/planted.ts must have at most ${LINES_MAX} lines, got ${LINES_MAX + 1}`,
  ]);
  const imports = (count: number) =>
    'import {\n  a,\n} from "./a.ts";\nimport * as b from "./b.ts";\n'.repeat(count / 2);
  assertEquals(planted(file("core/planted.ts", imports(IMPORTS_MAX))), []);
  assertEquals(planted(file("core/planted.ts", imports(IMPORTS_MAX + 2))), [
    `core/planted.ts must import at most ${IMPORTS_MAX} modules, got ${IMPORTS_MAX + 2}`,
  ]);

  assertEquals(planted(file("tests/core/bus/local/planted_test.ts")), []);
  assertEquals(planted(file("tests/core/bus/planted/planted_test.ts")), [
    "tests/core/bus/planted/planted_test.ts must lie in a folder that mirrors its source, but there is no core/bus/planted/",
  ]);
  assertEquals(planted(file("tests/core/bus/clock_test.ts"), file("core/time/clock.ts")), [
    "tests/core/bus/clock_test.ts must lie in the folder that mirrors core/time/clock.ts",
  ]);
});

Deno.test(`a file that is listed as long, and is not, is reported${skipped}`, { ignore }, () => {
  for (const path of Object.keys(LONG_FILES)) {
    const long = planted(file(path, "\n")).filter((breach) => !breach.includes("listed as wide"));
    assertEquals(long, [`${path} is listed as long, but has 1 lines: take it off the list`]);
  }
});
