/**
 * What takes the place of `Atomics` in the copy of the ring that the interleaving tests run: every access of shared memory
 * goes to the world that the test has set.
 *
 * @module
 */

/** Where accesses of shared memory go. An ordered access is sequentially consistent; one that is not is plain. */
export interface World {
  load(words: Int32Array, index: number, ordered: boolean): number;
  store(words: Int32Array, index: number, value: number, ordered: boolean): void;
}

const RealAtomics = globalThis.Atomics;

/** The memory as it is. */
export const REAL_WORLD: World = {
  load: (words, index) => RealAtomics.load(words, index),
  store: (words, index, value) => void RealAtomics.store(words, index, value),
};

let world = REAL_WORLD;

/** Does something in another world. */
export function within<Result>(other: World, action: () => Result): Result {
  const before = world;
  world = other;
  try {
    return action();
  } finally {
    world = before;
  }
}

/** Stands in for `Atomics`. The plain accesses are there for mutants: the ring itself has none. */
export const Atomics = {
  load: (words: Int32Array, index: number): number => world.load(words, index, true),
  store(words: Int32Array, index: number, value: number): number {
    world.store(words, index, value, true);
    return value;
  },
  plainLoad: (words: Int32Array, index: number): number => world.load(words, index, false),
  plainStore(words: Int32Array, index: number, value: number): number {
    world.store(words, index, value, false);
    return value;
  },
  compareExchange: (words: Int32Array, index: number, expected: number, value: number): number =>
    RealAtomics.compareExchange(words, index, expected, value),
};
