import { getHeapStatistics } from "node:v8";
import type { Heap } from "./stress_protocol.ts";

/** Rounds between two looks at the heap. */
const EVERY_ROUNDS = 32_768;
/** Looks that are kept. When there are as many, every second is dropped, and of those to come too. */
const KEPT = 64;

/**
 * Watches by how much the heap of a thread grows over the second half of its work, by when its code is compiled. It looks
 * all the time and in the same way, since a branch that is taken for the first time makes V8 compile anew. What a collection
 * takes back is not set off against what grew before it, so garbage is seen as well as what is kept.
 */
export class HeapWatch {
  declare private readonly _rounds: Float64Array;
  declare private readonly _grown: Float64Array;
  private _kept = 0;
  private _between = EVERY_ROUNDS;
  private _nextLook = 0;
  private _nextKept = 0;
  private _used = usedBytes();
  private _total = 0;

  /** Begins to watch. */
  constructor() {
    this._rounds = new Float64Array(KEPT);
    this._grown = new Float64Array(KEPT);
  }

  /** Looks, if it is time to. */
  look(rounds: number): void {
    if (rounds < this._nextLook) return;
    this._nextLook = rounds + EVERY_ROUNDS;
    this._add();
    if (rounds < this._nextKept) return;
    if (this._kept === KEPT) this._thin();
    this._rounds[this._kept] = rounds;
    this._grown[this._kept] = this._total;
    this._kept++;
    this._nextKept = rounds + this._between;
  }

  /** By how much it grew from the first look in the second half of all rounds on. */
  end(rounds: number): Heap {
    this._add();
    for (let n = 0; n < this._kept; n++) {
      const from = this._rounds[n];
      if (from >= rounds / 2) return { rounds: rounds - from, grownBytes: this._total - this._grown[n] };
    }
    return { rounds: 0, grownBytes: 0 };
  }

  private _add(): void {
    const used = usedBytes();
    this._total += Math.max(0, used - this._used);
    this._used = used;
  }

  private _thin(): void {
    this._kept = KEPT / 2;
    this._between *= 2;
    for (let n = 0; n < this._kept; n++) {
      this._rounds[n] = this._rounds[2 * n];
      this._grown[n] = this._grown[2 * n];
    }
  }
}

/** Bytes that the heap of this thread holds, with what nobody needs any more. */
function usedBytes(): number {
  return getHeapStatistics().used_heap_size;
}
