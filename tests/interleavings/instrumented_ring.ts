/**
 * Loads a copy of the shared ring, from the sources as they are, in which `Atomics` is the instrumented one; and, if asked,
 * one change of the source has been made.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";
import type { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedRingReader } from "../../core/bus/shared/shared_ring_reader.ts";

const BUS = new URL("../../core/bus/", import.meta.url);
const INSTRUMENTED = new URL("./instrumented_atomics.ts", import.meta.url).href;

/** A change of one source file. */
export interface Mutation {
  /** The file, by its path from `core/bus/`. */
  readonly file: string;
  /** Text that occurs in the file exactly once. */
  readonly from: string;
  /** What takes its place. */
  readonly to: string;
}

/** The copy's classes. They are other classes than the product's, with the same types. */
export interface InstrumentedRing {
  readonly SharedRingBuffer: typeof SharedRingBuffer;
  readonly SharedRingReader: typeof SharedRingReader;
  readonly SharedConsumer: typeof SharedConsumer;
}

/**
 * Copies `core/bus/` into a folder, and changes it.
 *
 * @param atomics address of a module whose `Atomics` takes the place of the real one. Default: none does
 */
export async function copyBus(folder: string, mutations: readonly Mutation[], atomics?: string): Promise<void> {
  const unused = new Set(mutations.map(({ file }) => file));
  for await (const file of sourcesBelow("")) {
    const url = new URL(file, BUS);
    let source = await Deno.readTextFile(url);
    for (const { file: changed, from, to } of mutations) {
      if (changed !== file) continue;
      unused.delete(changed);
      if (source.split(from).length !== 2) throw new Error(`${file} must hold this text exactly once: ${from}`);
      source = source.replace(from, () => to);
    }
    // What lies elsewhere in `core/` stays where it is.
    source = source.replaceAll(/(?<= from ")\.\.?\/[^"]+/g, (specifier) => {
      const { href } = new URL(specifier, url);
      return href.startsWith(BUS.href) ? specifier : href;
    });
    if (atomics !== undefined && /\bAtomics\./.test(source)) {
      source = `import { Atomics } from "${atomics}";\n${source}`;
    }
    await Deno.mkdir(`${folder}/${file.slice(0, file.lastIndexOf("/") + 1)}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${file}`, source);
  }
  if (unused.size > 0) throw new Error(`core/bus/ must hold every file that is changed, and lacks ${[...unused]}`);
}

/** The source files below a folder of `core/bus/`, by their paths from there. */
async function* sourcesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, BUS))) {
    if (isDirectory) yield* sourcesBelow(`${folder}${name}/`);
    else if (name.endsWith(".ts")) yield `${folder}${name}`;
  }
}

/** Imports an instrumented copy of `core/bus/`. Needs permission to read the project and to write a folder. */
export async function loadRing(mutations: readonly Mutation[] = []): Promise<InstrumentedRing> {
  const folder = await Deno.makeTempDir({ prefix: "instrumented-ring-" });
  try {
    await copyBus(folder, mutations, INSTRUMENTED);
    const { href } = pathToFileURL(`${folder}/shared/`);
    const [ring, reader, consumer] = await Promise.all(
      ["shared_ring_buffer.ts", "shared_ring_reader.ts", "shared_consumer.ts"].map((name) => import(href + name)),
    );
    return { ...ring, ...reader, ...consumer };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
