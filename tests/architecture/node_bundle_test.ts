import { assert, assertEquals } from "@std/assert";
import * as core from "../../mod.ts";
import { assertCarried } from "./_carried.ts";
import { EXPECTED, producerHeavy } from "./_producer_heavy.ts";

// The core runs unchanged where there is no Deno: one file is made of it, and the numbers of the producer-heavy run are
// taken from that file under Node, and under nothing at all but the language.

const ROOT = new URL("../../", import.meta.url);

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
async function run(program: string, args: readonly string[], stdin = ""): Promise<string> {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  assert(success, `${program} ${args.join(" ")} failed:\n${text.decode(stderr)}${text.decode(stdout)}`);
  return text.decode(stdout);
}

let bundled: Promise<string> | null = null;

/** The core as one file. */
function bundle(): Promise<string> {
  bundled ??= run(Deno.execPath(), ["bundle", "--quiet", "--platform", "browser", "mod.ts"]);
  return bundled;
}

/** The core as one file, split into the source files it was made of. */
async function modules(): Promise<Map<string, string>> {
  const [head, ...rest] = (await bundle()).split(/^\/\/ (\w+(?:\/\w+)*\.ts)$/m);
  const found = new Map([["the bundler's own part", head]]);
  for (let n = 0; n < rest.length; n += 2) found.set(rest[n], rest[n + 1]);
  return found;
}

Deno.test("mod.ts gives the producer-heavy numbers under Deno", () => {
  assertEquals(producerHeavy(core), EXPECTED);
});

Deno.test(`mod.ts bundles into one file that imports nothing${skipped}`, { ignore: lacking.length > 0 }, async () => {
  const source = await bundle();
  assertEquals(source.match(/^\s*import\b.*/gm), null);
  assert(!/\bimport\s*\(|\brequire\s*\(/.test(source), "nor later on");
});

/** The files that may look for a host. */
const HOSTED = /^core\/time\//;

Deno.test(
  `mod.ts names Deno and process only where a host is looked for${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const files = await modules();
    assert(
      files.has("core/bus/local/ring_buffer.ts") && files.has("core/time/manual_clock.ts"),
      [...files.keys()].join(", "),
    );
    const naming = [...files].filter(([path, text]) => !HOSTED.test(path) && /\b(Deno|process)\b/.test(text));
    assertEquals(naming.map(([path]) => path), []);
  },
);

Deno.test(
  `mod.ts runs unchanged under Node, and carries events between threads${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const directory = await Deno.makeTempDir();
    try {
      for (const name of ["main", "worker"]) {
        const source = new URL(`node/${name}.ts`, import.meta.url).href;
        const options = ["--quiet", "--platform=browser", "--external=node:*", `--output=${directory}/${name}.mjs`];
        await run(Deno.execPath(), ["bundle", ...options, source]);
      }
      const { v8, isDeno, numbers, carried, exports } = JSON.parse(await run("node", [`${directory}/main.mjs`]));
      assertEquals([isDeno, numbers], [false, EXPECTED]);
      assertEquals(exports, Object.keys(core).sort(), "and everything is there");
      assertEquals(carried.length, 2, "once with the kernel asked for, once with the default");
      for (const one of carried) assertCarried(one);
      assertEquals(carried[0].kernel, "atomics");
      // Several memories in a module came with V8 12, which is Node 22. Before, the default is the slow kernel.
      const hasFastKernels = Number.parseInt(v8) >= 12;
      assertEquals(carried[1].kernel === "atomics", !hasFastKernels, `V8 ${v8}, kernel ${carried[1].kernel}`);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
);

Deno.test(
  `mod.ts gives the producer-heavy numbers where there is nothing but the language${skipped}`,
  { ignore: lacking.length > 0 },
  async () => {
    const program = `
      import { createContext, SourceTextModule } from "node:vm";
      const context = createContext({});
      const link = (specifier) => {
        throw new Error("the bundle imports " + specifier);
      };
      const core = new SourceTextModule(${JSON.stringify(await bundle())}, { context });
      const main = new SourceTextModule(
        "import * as core from 'core';" +
          "export const absent = ['Deno', 'process', 'performance', 'setTimeout', 'require'].filter((name) => !(name in globalThis));" +
          "export const numbers = JSON.stringify((" + ${JSON.stringify(String(producerHeavy))} + ")(core));",
        { context },
      );
      await core.link(link);
      await main.link((specifier) => specifier === "core" ? core : link(specifier));
      await main.evaluate();
      const { numbers, absent } = main.namespace;
      console.log(JSON.stringify({ numbers: JSON.parse(numbers), absent }));
    `;
    const args = ["--experimental-vm-modules", "--no-warnings", "--input-type=module"];
    const { numbers, absent } = JSON.parse(await run("node", args, program));
    assertEquals(absent, ["Deno", "process", "performance", "setTimeout", "require"]);
    assertEquals(numbers, EXPECTED);
  },
);
