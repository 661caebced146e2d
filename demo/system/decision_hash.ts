import { type Ack, ACK_COMPLETION, ACK_DECISION, ACK_EXECUTED, ACK_SEQUENCE, type EventView } from "../../mod.ts";
import { Fnv1a } from "./fnv1a.ts";

/** Hash of decisions, in the order in which they were taken. It tells apart two runs that differ in any of them. */
export interface DecisionHash {
  /** Adds one decision. */
  add(event: EventView, ack: Ack): void;
  /** The hash so far: 16 hexadecimal digits. */
  readonly hex: string;
}

/** By every byte, the payload's too. It is slow, and the scenarios' digests are made of it. */
export class ByteHash implements DecisionHash {
  private readonly _hash = new Fnv1a();

  /** Adds one decision. */
  add(event: EventView, ack: Ack): void {
    this._hash.addInteger(event.sequence);
    this._hash.addInteger(event.arrivalNs);
    for (let index = 0; index < event.payloadWords; index++) this._hash.addWord(event.word(index));
    this._hash.addInteger(ack.decisionNs);
    this._hash.addInteger(ack.completionNs);
    this._hash.addByte(ack.executed ? 1 : 0);
  }

  /** The hash so far. */
  get hex(): string {
    return this._hash.hex;
  }
}

/**
 * By words of 32 bits, many times as fast. The payload is left out: it follows from the sequence, and a run checks that it is
 * the right one.
 *
 * Two lanes are mixed with every word as in MurmurHash3 (Austin Appleby, public domain), by operations that are exact in
 * every engine. It is not cryptographic.
 */
export class WordHash implements DecisionHash {
  private _one = 0x243f6a88;
  private _other = 0x85a308d3 | 0;
  private readonly _cells = new Float64Array(1);

  /** Adds one decision. */
  add(event: EventView, { cells }: Ack): void {
    const own = this._cells;
    event.storeArrival(own, 0);
    const sequence = cells[ACK_SEQUENCE];
    const arrivalNs = own[0];
    const decisionNs = cells[ACK_DECISION];
    const completionNs = cells[ACK_COMPLETION];
    // The high words change seldom: they go in together, each times a number of its own.
    const high = Math.imul((arrivalNs * HIGH) | 0, 31) + Math.imul((decisionNs * HIGH) | 0, 37) +
      Math.imul((completionNs * HIGH) | 0, 41) + Math.imul((sequence * HIGH) | 0, 43);
    let { _one: one, _other: other } = this;
    one = Math.imul((one << 13 | one >>> 19) ^ (sequence | 0), 0x9e3779b1);
    other = Math.imul((other << 7 | other >>> 25) + (one ^ (arrivalNs | 0)) | 0, 0x85ebca6b);
    one = Math.imul((one << 13 | one >>> 19) ^ (decisionNs | 0), 0xc2b2ae35);
    other = Math.imul((other << 7 | other >>> 25) + (one ^ (completionNs | 0)) | 0, 0x27d4eb2f);
    this._one = Math.imul((one << 13 | one >>> 19) ^ (high + cells[ACK_EXECUTED] | 0), 0x165667b1);
    this._other = other + this._one | 0;
  }

  /** The hash so far. */
  get hex(): string {
    return hexWord(finish(this._one ^ this._other)) + hexWord(finish(this._other));
  }
}

/** Makes the high word of a whole number below 2⁵³, when the product is cut. */
const HIGH = 2 ** -32;

/** Spreads every bit over the whole word: the finaliser of MurmurHash3. */
function finish(word: number): number {
  word = Math.imul(word ^ word >>> 16, 0x85ebca6b);
  word = Math.imul(word ^ word >>> 13, 0xc2b2ae35);
  return word ^ word >>> 16;
}

function hexWord(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
