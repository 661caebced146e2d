import { assert } from "@std/assert";

const ROOT = new URL("../../../../", import.meta.url);
const EXAMPLE = new URL("demo/examples/c/", ROOT);
const HERE = new URL("./", import.meta.url);
const FLAGS = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"];
const NEEDED = ["run", "read", "write", "ffi"] as const;

/** The functions of `harness.c`. */
const SYMBOLS = {
  harness_open: { parameters: ["pointer", "usize"], result: "i32" },
  harness_join: { parameters: ["pointer", "usize"], result: "i32" },
  harness_take: { parameters: [], result: "i32" },
  harness_lag: { parameters: [], result: "f64" },
  harness_resume_at_oldest: { parameters: [], result: "f64" },
  harness_publish: { parameters: ["u32"], result: "void" },
  harness_take_interrupted: { parameters: ["u32", "u32"], result: "i32" },
  harness_publish_interrupted: { parameters: ["u32"], result: "i32" },
  harness_read: { parameters: ["pointer", "usize", "pointer", "u32", "pointer"], result: "void", nonblocking: true },
  harness_produce: {
    parameters: ["pointer", "usize", "pointer", "u32", "u32", "pointer"],
    result: "void",
    nonblocking: true,
  },
} as const;

/** The C reader and the C producer, compiled and loaded. */
export type CRing = Deno.DynamicLibrary<typeof SYMBOLS>;

/** A change of one place of a source: a mistake that is planted, or a call that is put in. */
export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";

/** The compiler of the system; undefined where there is none that is known here, or where it may not be run. */
const compiler = findCompiler();

function findCompiler(): string | undefined {
  if (Deno.build.os === "windows" || !mayRun) return undefined;
  return ["cc", "gcc", "clang"].find((name) => {
    try {
      return new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  });
}

/** Why nothing can be compiled and called here; empty if it can. */
export const LACKING: readonly string[] = [
  ...NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted").map((name) => `--allow-${name}`),
  ...(compiler === undefined && mayRun ? ["a C compiler"] : []),
];

/** Lets a test act before each word that is copied. */
export const PAUSES: readonly Change[] = [
  {
    file: "ring.h",
    from: "#endif\n",
    to: "void harness_pause(uint32_t word);\n\n#endif\n",
  },
  {
    file: "ring_reader.c",
    from: "record[k] = ring_load(words + RING_RECORD_WORD + k);",
    to: "{ harness_pause(k); record[k] = ring_load(words + RING_RECORD_WORD + k); }",
  },
  {
    file: "ring_producer.c",
    from: "ring_store(words + RING_RECORD_WORD + k, record[k]);",
    to: "{ harness_pause(k); ring_store(words + RING_RECORD_WORD + k, record[k]); }",
  },
];

/** Runs the compiler over the example and the harness, with some changes, in a folder of their own. */
async function compile(folder: string, output: string, changes: readonly Change[], more: string[]): Promise<void> {
  assert(compiler !== undefined);
  const sources: string[] = [];
  for (const [from, names] of [[EXAMPLE, namesIn(EXAMPLE)], [HERE, namesIn(HERE)]] as const) {
    for (const name of names) {
      let text = await Deno.readTextFile(new URL(name, from));
      for (const change of changes) {
        if (change.file !== name) continue;
        assert(text.includes(change.from), `${name} has: ${change.from}`);
        text = text.replace(change.from, () => change.to);
      }
      await Deno.writeTextFile(`${folder}/${name}`, text);
      if (name.endsWith(".c")) sources.push(name);
    }
  }
  const { success, stderr } = await new Deno.Command(compiler, {
    args: [...FLAGS, ...more, "-o", output, ...sources],
    cwd: folder,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

function namesIn(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => /\.[ch]$/.test(name)).sort();
}

/** What has been compiled, by its changes: the folder that holds it. */
const compiled = new Map<string, Promise<string>>();

async function compileLibrary(changes: readonly Change[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "c-ring-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  await compile(folder, "ring.so", changes, ["-shared", "-fPIC"]);
  return folder;
}

/** Compiles and loads the C reader and producer, with some changes, for as long as the work takes. */
export async function withCRing<Result>(
  changes: readonly Change[],
  work: (ring: CRing["symbols"]) => Result | Promise<Result>,
): Promise<Result> {
  const key = JSON.stringify(changes);
  const folder = compiled.get(key) ?? compileLibrary(changes);
  compiled.set(key, folder);
  const library = Deno.dlopen(`${await folder}/ring.so`, SYMBOLS);
  try {
    return await work(library.symbols);
  } finally {
    library.close();
  }
}

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

/**
 * Runs reader and producer as a program in C under the sanitizer for threads.
 *
 * @returns what it said; undefined where the compiler has no such sanitizer, or it cannot run here
 */
export async function runSanitized(changes: readonly Change[]): Promise<Ended | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "c-ring-" });
  try {
    const probe = `${folder}/probe`;
    await Deno.writeTextFile(`${probe}.c`, "int main(void) { return 0; }\n");
    const flags = ["-fsanitize=thread", "-g", "-pthread"];
    assert(compiler !== undefined);
    const built = await new Deno.Command(compiler, { args: [...flags, "-o", probe, `${probe}.c`], stderr: "null" })
      .output();
    if (!built.success || !(await new Deno.Command(probe, { stderr: "null" }).output()).success) return undefined;
    await Deno.remove(`${probe}.c`);
    await compile(folder, "threads", changes, flags);
    const { code, stdout, stderr } = await new Deno.Command(`${folder}/threads`).output();
    const text = new TextDecoder();
    return { code, said: text.decode(stdout) + text.decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
