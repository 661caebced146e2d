import { assertEquals, assertThrows } from "@std/assert";
import { namedTypesOf, signaturesOf } from "./_signatures.ts";

// The public surface: every name that an entry point exports, with its signature, one file for an entry. It changes what
// others have built on, so after a change that is meant write the files anew, read the difference, and say it in CHANGELOG.md:
//
//   deno test --allow-read --allow-write --allow-run tests/api -- --update

const ROOT = new URL("../../", import.meta.url);
const GOLDEN = new URL("./golden/", import.meta.url);
const isUpdate = Deno.args.includes("--update");
const NEEDED = isUpdate ? ["run", "read", "write"] as const : ["run", "read"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const ignore = missing.length > 0;
const skipped = ignore ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

function docOf(entry: string): string {
  const args = ["doc", "--json", entry];
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

function exportsOf(): [name: string, entry: string][] {
  const { exports } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  return Object.entries(exports);
}

function fileOf(name: string): string {
  return `${name === "." ? "main" : name.slice("./".length)}.txt`;
}

for (const [name, entry] of ignore ? [] : exportsOf()) {
  Deno.test(`the API of ${name} is that of golden/${fileOf(name)}`, async () => {
    const api = signaturesOf(docOf(entry));
    const path = new URL(fileOf(name), GOLDEN);
    if (isUpdate) await Deno.writeTextFile(path, api);
    assertEquals(api, await Deno.readTextFile(path));
  });
}

Deno.test({
  name: `every file in golden is the API of an entry point${skipped}`,
  ignore,
  fn() {
    const files = [...Deno.readDirSync(GOLDEN)].map(({ name }) => name).sort();
    assertEquals(files, exportsOf().map(([name]) => fileOf(name)).sort());
  },
});

Deno.test({
  name: `every type that a signature names is exported by an entry point${skipped}`,
  ignore,
  fn() {
    // deno doc --lint looks at no constructor.
    const modules = exportsOf().map(([, entry]) => namedTypesOf(docOf(entry)));
    const exported = new Set(modules.flatMap(({ exported }) => exported));
    const missing = modules.flatMap(({ referenced }) => referenced.filter((name) => !exported.has(name)));
    assertEquals(missing, []);
    assertEquals(exported.has("RingSettings") && modules[0].referenced.includes("RingSettings"), true);
  },
});

Deno.test({
  name: `the changelog has the version of the package, and names all that is deprecated${skipped}`,
  ignore,
  async fn() {
    const changelog = await Deno.readTextFile(new URL("CHANGELOG.md", ROOT));
    const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    assertEquals(changelog.includes(`\n## [${version}] - `), true, version);
    const said = [...changelog.matchAll(/^### Deprecated\n(.*?)^##/gms)].map(([, text]) => text).join("");
    for (const [name] of exportsOf()) {
      let owner = "";
      for (const line of (await Deno.readTextFile(new URL(fileOf(name), GOLDEN))).split("\n")) {
        owner = /^(?:abstract )?(?:class|interface|function|const|type) (\w+)/.exec(line)?.[1] ?? owner;
        if (line.endsWith("// deprecated")) assertEquals(said.includes(owner), true, `${owner}: ${line.trim()}`);
      }
    }
  },
});

/** What `deno doc` says about a source. */
function docOfSource(source: string): string {
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    Deno.writeTextFileSync(file, source);
    return docOf(file);
  } finally {
    Deno.removeSync(file);
  }
}

const canWrite = Deno.permissions.querySync({ name: "write" }).state === "granted";

Deno.test({
  name: `signaturesOf writes what can be called and read, and nothing that is private or a comment${skipped}`,
  ignore: ignore || !canWrite,
  fn() {
    const api = signaturesOf(docOfSource(`
      /**
       * A module.
       *
       * @experimental
       * @module
       */
      /** Said. */
      export class Gate<Item extends object = object> extends Error implements Iterable<Item> {
        private readonly _a = 1;
        /** @ignore */
        constructor(secret: number) { super(); }
        at(index: number): Item;
        at(name: string): Item;
        at(_at: number | string): Item { throw 1; }
        /** @experimental */
        static open(name: string, ...more: readonly string[]): Gate | undefined { return undefined; }
        readonly size: number = 3;
        get width(): number { return 1; }
        set width(value: number) {}
        /** @deprecated Use open. */
        fold<Out>(with_: (item: Item, n?: number) => Out, { a, b }: { a: 1; b: "x" } = { a: 1, b: "x" }): Out[] { return []; }
        [Symbol.iterator](): Iterator<Item> { throw 1; }
      }
      export type Pair = readonly [number, (string | undefined)[], Record<string, Gate["size"]>];
      export const NAMES: readonly ("a" | "b")[] = ["a", "b"];
      function hidden(): void {}
    `));
    assertEquals(
      api,
      `all of it  // experimental

class Gate<Item extends object = object> extends Error implements Iterable<Item>
  [Symbol.iterator](): Iterator<Item>
  at(index: number): Item
  at(name: string): Item
  fold<Out>(with_: (item: Item, n?: number) => Out, parts?: { a: 1; b: "x" }): Out[]  // deprecated
  static open(name: string, ...more: readonly string[]): Gate | undefined  // experimental
  readonly size: number
  get width: number
  set width(value: number)

const NAMES: readonly ("a" | "b")[]

type Pair = readonly [number, (string | undefined)[], Record<string, Gate["size"]>]
`,
    );
  },
});

Deno.test("signaturesOf says where there is nothing, and refuses what it does not know", () => {
  assertEquals(signaturesOf(`{ "version": 2, "nodes": {} }`), "exports nothing\n");
  assertThrows(() => signaturesOf(`{ "version": 3, "nodes": {} }`), Error, "must be of version 2, got 3");
  const declarations = [{ declarationKind: "export", kind: "enum", def: {} }];
  const json = JSON.stringify({ version: 2, nodes: { a: { symbols: [{ name: "E", declarations }] } } });
  assertThrows(() => signaturesOf(json), Error, "E is a enum");
});
