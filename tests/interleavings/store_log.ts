/**
 * What a producer did to shared memory: its stores, one after another.
 *
 * @module
 */
import { REAL_WORLD, type World } from "./instrumented_atomics.ts";

/** One store. */
export interface Store {
  readonly index: number;
  readonly value: number;
  readonly ordered: boolean;
}

/** When an event was published: the stores from `begun` on belong to it or to later ones, those before `done` to it or earlier. */
export interface Publishing {
  readonly begun: number;
  readonly done: number;
}

/** The values of one word: `values[k]` from position `at[k]` on, that is, when `at[k]` stores have been done. */
interface History {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** Stores, the memory before them, and what memory holds at every position in between. */
export class StoreLog {
  /** The stores, in order. Position `p` is the moment when `p` of them have been done. */
  readonly stores: readonly Store[];
  /** The events, in order. */
  readonly events: readonly Publishing[];
  readonly #before: Int32Array;
  readonly #histories: Map<number, History>;
  /** How many events had been published, and begun, at each position. */
  readonly #published: readonly number[];
  readonly #begun: readonly number[];

  constructor(before: Int32Array, stores: readonly Store[], events: readonly Publishing[]) {
    this.stores = stores;
    this.events = events;
    this.#before = before;
    const histories = new Map<number, { at: number[]; values: number[] }>();
    for (const [position, { index, value }] of stores.entries()) {
      const history = histories.get(index) ?? { at: [0], values: [before[index]] };
      history.at.push(position + 1);
      history.values.push(value);
      histories.set(index, history);
    }
    this.#histories = histories;
    const positions = Array.from({ length: stores.length + 1 }, (_, position) => position);
    this.#published = positions.map((position) => count(events, ({ done }) => done <= position));
    this.#begun = positions.map((position) => count(events, ({ begun }) => begun < position));
  }

  /** The last position. */
  get end(): number {
    return this.stores.length;
  }

  /** What a word holds at a position. */
  valueAt(index: number, position: number): number {
    const history = this.#histories.get(index);
    if (history === undefined) return this.#before[index];
    let k = history.at.length - 1;
    while (history.at[k] > position) k--;
    return history.values[k];
  }

  /** The positions from `from` on at which a load of this word sees what it did not see before, `from` itself included. */
  distinctPositions(index: number, from: number): number[] {
    return [from, ...(this.#histories.get(index)?.at ?? []).filter((position) => position > from)];
  }

  /** How many events had certainly been published at a position. */
  publishedAt(position: number): number {
    return this.#published[position];
  }

  /** How many events may have been published at a position. */
  begunAt(position: number): number {
    return this.#begun[position];
  }

  /**
   * The logs that another processor could see as well, if plain stores are given their freedom: a plain store may come
   * about before stores that precede it, ordered ones included, but not before one to the same word, and never after an
   * ordered one that follows it. Each of these logs has one plain store moved.
   */
  *reordered(): Iterable<StoreLog> {
    for (const [from, store] of this.stores.entries()) {
      if (store.ordered) continue;
      for (let to = from - 1; to >= 0 && this.stores[to].index !== store.index; to--) {
        const stores = this.stores.toSpliced(from, 1).toSpliced(to, 0, store);
        yield new StoreLog(this.#before, stores, this.events);
      }
    }
  }
}

/** Records what is stored. */
export class Recorder implements World {
  readonly stores: Store[] = [];

  load(words: Int32Array, index: number): number {
    return REAL_WORLD.load(words, index, true);
  }

  store(words: Int32Array, index: number, value: number, ordered: boolean): void {
    this.stores.push({ index, value, ordered });
    REAL_WORLD.store(words, index, value, true);
  }
}

function count<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
  return items.filter(test).length;
}
