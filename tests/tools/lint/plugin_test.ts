import { assert, assertEquals, assertThrows } from "@std/assert";
import byMarksAlone, { CONFIG_NAMES, hotPath, type HotPathOptions, SINK_NAMES } from "../../../tools/lint/mod.ts";

const ALLOCATES = "export function poll(): number[] { return [1]; }";

/** The rules that report something, without `hot-path/`. */
function broken(plugin: Deno.lint.Plugin, file: string, code: string): string[] {
  return [...new Set(Deno.lint.runPlugin(plugin, file, code).map(({ id }) => id.replace("hot-path/", "")))].sort();
}

Deno.test("the default plugin checks what a mark makes hot, and nothing else", () => {
  assertEquals(broken(byMarksAlone, "/anywhere/core/a.ts", ALLOCATES), []);
  assertEquals(broken(byMarksAlone, "/anywhere/core/a.ts", `// @hot\n${ALLOCATES}`), ["no-allocation"]);
  assertEquals(broken(byMarksAlone, "/anywhere/a.ts", `// @hot-file\n${ALLOCATES}`), ["no-allocation"]);
  assertEquals(broken(byMarksAlone, "/anywhere/a.ts", `// @hott\n${ALLOCATES}`), ["marks"]);
  assertEquals(broken(byMarksAlone, "/anywhere/a.ts", 'import "npm:x"; Atomics.load(w, 0); await Date.now();'), []);
});

Deno.test("hotPath scopes by the path below its root, on every system", () => {
  const posix = hotPath({ root: "file:///home/me/core/my%20project/lint.ts", hot: ["core/"] });
  assertEquals(broken(posix, "/home/me/core/my project/core/bus/a.ts", ALLOCATES), ["no-allocation"]);
  assertEquals(broken(posix, "/home/me/core/my project/app/core/a.ts", ALLOCATES), []);
  assertEquals(broken(posix, "/home/me/core/my project/core.ts", ALLOCATES), []);
  assertEquals(broken(posix, "/home/me/core/my project 2/core/a.ts", ALLOCATES), []);
  assertEquals(broken(posix, "/home/me/core/a.ts", ALLOCATES), []);

  for (const root of ["file:///C:/core/project/", "C:\\core\\project\\", "c:/core/project/lint.ts"]) {
    const windows = hotPath({ root, hot: ["core/"] });
    assertEquals(broken(windows, "c:\\core\\project\\core\\bus\\a.ts", ALLOCATES), ["no-allocation"], root);
    assertEquals(broken(windows, "C:\\Core\\Project\\core\\bus\\a.ts", ALLOCATES), ["no-allocation"], root);
    assertEquals(broken(windows, "C:\\core\\project\\app\\core\\a.ts", ALLOCATES), [], root);
    assertEquals(broken(windows, "D:\\core\\project\\core\\a.ts", ALLOCATES), [], root);
  }
  for (const root of ["file://server/share/project/", "\\\\server\\share\\project\\"]) {
    const share = hotPath({ root, hot: ["core/"] });
    assertEquals(broken(share, "\\\\server\\share\\project\\core\\a.ts", ALLOCATES), ["no-allocation"], root);
    assertEquals(broken(share, "\\\\server\\share\\core\\a.ts", ALLOCATES), [], root);
  }
});

Deno.test("hotPath patterns name folders, files, and files by their form", () => {
  const plugin = hotPath({ root: "/p/", hot: ["src/hot/", "src/**/*_kernel.ts", "src/a.b.ts", "src/one/*.ts"] });
  for (const hot of ["src/hot/a.ts", "src/hot/deep/a.ts", "src/x/y/my_kernel.ts", "src/a.b.ts", "src/one/a.ts"]) {
    assertEquals(broken(plugin, `/p/${hot}`, ALLOCATES), ["no-allocation"], hot);
  }
  for (
    const cold of [
      "src/hot.ts",
      "src/hotter/a.ts",
      "src/a_b.ts",
      "src/x/kernel.ts",
      "lib/src/hot/a.ts",
      "src/one/two/a.ts",
    ]
  ) {
    assertEquals(broken(plugin, `/p/${cold}`, ALLOCATES), [], cold);
  }
});

Deno.test("hotPath floors belong to the longest path, and a file may be one", () => {
  const plugin = hotPath({
    root: "/p/",
    floors: {
      "src/low": { imports: ["src/low"], globals: { Deno: ["src/low/os.ts"] } },
      "src": { imports: ["src", "src/low"] },
      "main.ts": { imports: "any" },
      "pure.ts": { imports: "any", packages: false },
    },
  });
  assertEquals(broken(plugin, "/p/src/a.ts", 'import "./low/a.ts"; import "npm:x";'), []);
  assertEquals(broken(plugin, "/p/src/low/a.ts", 'import "../b.ts";'), ["import-floors"]);
  assertEquals(broken(plugin, "/p/src/low/a.ts", "Deno.exit();"), ["floor-globals"]);
  assertEquals(broken(plugin, "/p/src/low/os.ts", "Deno.exit();"), []);
  assertEquals(broken(plugin, "/p/main.ts", 'import "./src/low/a.ts"; import "./elsewhere.ts";'), []);
  assertEquals(broken(plugin, "/p/main.ts", 'import "../out.ts";'), ["import-floors"]);
  assertEquals(broken(plugin, "/p/main.ts", "import(name);"), []);
  assertEquals(broken(plugin, "/p/pure.ts", "import(name);"), ["import-floors"]);
});

Deno.test("hotPath takes other words for configuration and observers", () => {
  const code = "// @hot\nexport function f(): void { if (spy) g(); if (tuning.fast) g(); if (options.fast) g(); }";
  assertEquals(Deno.lint.runPlugin(hotPath(), "/p/a.ts", code).length, 1);
  const plugin = hotPath({ configNames: [...CONFIG_NAMES, "tuning"], sinkNames: [...SINK_NAMES, "Spy"] });
  assertEquals(Deno.lint.runPlugin(plugin, "/p/a.ts", code).length, 3);
  assertEquals(Deno.lint.runPlugin(hotPath({ configNames: [], sinkNames: [] }), "/p/a.ts", code).length, 0);
});

Deno.test("hotPath plugins do not see each other's options", () => {
  const hot = hotPath({ root: "/p/", hot: ["core/"] });
  const rules = { ...hot.rules };
  for (const [name, rule] of Object.entries(byMarksAlone.rules)) rules[`other-${name}`] = rule;
  const found = Deno.lint.runPlugin({ name: "both", rules }, "/p/core/a.ts", ALLOCATES);
  assertEquals(found.map(({ id }) => id), ["both/no-allocation"]);
});

Deno.test("hotPath refuses options it could not keep", () => {
  const wrong: [HotPathOptions, string][] = [
    [{ hots: ["core/"] } as HotPathOptions, 'hotPath: unknown option "hots"; known are root, hot, strict,'],
    [{ hot: ["core/"] }, "hotPath: paths need a root; give `root: import.meta.url`"],
    [{ floors: {} }, "hotPath: paths need a root"],
    [{ root: "./core", hot: ["core/"] }, 'hotPath: root must be a file URL or an absolute path, got "./core"'],
    [{ root: "https://jsr.io/x", hot: ["core/"] }, "hotPath: root must be a file URL"],
    [{ root: "/p/", floors: { a: { imports: ["b"] } } }, 'hotPath: floor "a" imports from "b", which is no floor'],
    [{ root: "/p/", floors: { a: { imports: [], types: ["b"] } } }, 'hotPath: floor "a" imports from "b", which is no'],
    [
      { root: "/p/", floors: { a: { imports: [], workers: ["b"] } } },
      'hotPath: floor "a" starts workers from "b", which is no floor',
    ],
  ];
  for (const [options, message] of wrong) assertThrows(() => hotPath(options), TypeError, message);
  assert(hotPath({ root: new URL("../", import.meta.url) }).rules["no-allocation"] !== undefined);
});

Deno.test("the same mistake is reported once", () => {
  const code = '// @hot\nexport function f(n: number): string { return "a" + n + "b" + n; }\n' +
    "// @hot\nexport function g(): void { keep({ m() {}, get a() { return 1; } }); globalThis.console.log(1); }";
  assertEquals(
    Deno.lint.runPlugin(byMarksAlone, "/p/a.ts", code).map(({ range }) => code.slice(...range)),
    ['"a" + n + "b" + n', "{ m() {}, get a() { return 1; } }", "globalThis.console"],
  );
});
