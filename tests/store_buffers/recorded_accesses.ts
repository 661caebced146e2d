/**
 * The accesses of shared memory that the kernels make: those of TypeScript recorded while the real code runs, those of
 * WebAssembly read from its text.
 *
 * @module
 */
import type { Access } from "./store_buffers.ts";

const WAT = new URL("../../core/bus/shared/kernel/shared_kernel.wat", import.meta.url);

/** Runs something, and says how it accessed shared memory. Every access of the product is an `Atomics` operation. */
export function recordAccesses(action: () => unknown): Access[] {
  const real = globalThis.Atomics;
  const accesses: Access[] = [];
  const modify = (_words: Int32Array, index: number) => void accesses.push({ kind: "modify", word: `${index}` });
  const recording = {
    load(words: Int32Array, index: number): number {
      accesses.push({ kind: "load", word: `${index}` });
      return real.load(words, index);
    },
    store(words: Int32Array, index: number, value: number): number {
      accesses.push({ kind: "atomic store", word: `${index}`, value });
      return real.store(words, index, value);
    },
    add(words: Int32Array, index: number, value: number): number {
      modify(words, index);
      return real.add(words, index, value);
    },
    or(words: Int32Array, index: number, value: number): number {
      modify(words, index);
      return real.or(words, index, value);
    },
  };
  Object.defineProperty(globalThis, "Atomics", { value: recording, configurable: true, writable: true });
  try {
    action();
  } finally {
    Object.defineProperty(globalThis, "Atomics", { value: real, configurable: true, writable: true });
  }
  return accesses;
}

/** The kinds of access to the ring's memory in one function of the WebAssembly kernel, in the order of its text. */
export async function accessesOfWat(name: string): Promise<Access["kind"][]> {
  const text = (await Deno.readTextFile(WAT)).replaceAll(/;;.*/g, "");
  const [, body] = text.split(`(func (export "${name}")`);
  if (body === undefined) throw new Error(`there is no function ${name} in the text of the kernel`);
  const [own] = body.split("(func ");
  // An access of the private memory names it.
  return Array.from(
    own.matchAll(/i(?:32|64)\.(atomic\.)?(load|store|rmw)[\w.]*(?!\S)(?! \$own)/g),
    ([, atomic, what]) => {
      if (what === "rmw") return "modify";
      if (what === "load") return "load";
      return atomic === undefined ? "plain store" : "atomic store";
    },
  );
}
