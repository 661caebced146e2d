import { assertEquals } from "@std/assert";

// An example in a comment has a title, which the documentation shows above it, and asserts what it shows.

const ROOT = new URL("../../", import.meta.url);
const ignore = Deno.permissions.querySync({ name: "read" }).state !== "granted";
const skipped = ignore ? " (skipped: needs --allow-read)" : "";

/** What is wrong with the examples of a source. */
function problemsOf(source: string): string[] {
  return source.split("\n").flatMap((line, n) => {
    if (/^\s*\* @example\s*$/.test(line)) return [`${n + 1}: an example without a title`];
    if (/^\s*\*\s+if \(.*\) throw new Error\(/.test(line)) return [`${n + 1}: a check that is no assertion`];
    return [];
  });
}

async function* sourcesIn(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourcesIn(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

Deno.test({
  name: `every example of the product has a title, and asserts what it shows${skipped}`,
  ignore,
  async fn() {
    const problems: string[] = [];
    let sources = 0;
    for (const folder of ["core", "control", "runtime", "config", "demo"]) {
      for await (const source of sourcesIn(new URL(`${folder}/`, ROOT))) {
        sources++;
        const path = source.href.slice(ROOT.href.length);
        problems.push(...problemsOf(await Deno.readTextFile(source)).map((problem) => `${path}:${problem}`));
      }
    }
    assertEquals(problems, []);
    assertEquals(sources > 100, true, `${sources} sources`);
  },
});

Deno.test("problemsOf finds examples without a title, and checks that are no assertions", () => {
  const source = [
    "/**",
    " * @example",
    " * ```ts",
    ' * if (1 !== 2) throw new Error("they differ");',
    " * ```",
    " * @example With a title",
    " */",
    'if (Math.random() > 1) throw new Error("code, and no example");',
  ].join("\n");
  assertEquals(problemsOf(source), ["2: an example without a title", "4: a check that is no assertion"]);
});
