import type { EventView, EventWriter } from "../../mod.ts";

/**
 * The bytes of simulated events. They are a function of the seed and the sequence, so a reader can compute them, and an
 * event that is torn, stale or mixed up is detected.
 */
export class EventBytes {
  /** The bytes made last. Written over by the next {@linkcode EventBytes.make}. */
  declare readonly bytes: Uint8Array;
  declare private readonly _words: Int32Array;
  declare private readonly _seed: number;

  /**
   * Makes the bytes of no event yet.
   *
   * @param seed what the bytes follow from
   * @param payloadWords 32-bit words of every event
   */
  constructor(seed: number, payloadWords: number) {
    this._words = new Int32Array(payloadWords);
    this.bytes = new Uint8Array(this._words.buffer);
    this._seed = mix(seed | 0, Math.floor(seed / 2 ** 32));
  }

  /** Makes the bytes of the event with this sequence, in {@linkcode EventBytes.bytes}. */
  make(sequence: number): void {
    const words = this._words;
    for (let index = 0; index < words.length; index++) words[index] = this._word(sequence, index);
  }

  /** Whether an event carries the bytes that belong to its sequence. */
  match(event: EventView): boolean {
    const sequence = event.sequence;
    for (let index = 0; index < event.payloadWords; index++) {
      if (event.word(index) !== this._word(sequence, index)) return false;
    }
    return event.payloadWords === this._words.length;
  }

  /** Makes the words of the event with this sequence in a slot. Of a message that is shorter than the payload the rest is zero. */
  write(slot: EventWriter, sequence: number, size: number): void {
    const words = this._words.length;
    for (let index = 0; index < words; index++) slot.setWord(index, this._word(sequence, index) & maskOf(size, index));
  }

  /** Whether an event carries the bytes that belong to its sequence, cut anywhere: behind the cut all must be zero. */
  matchCut(event: EventView): boolean {
    const sequence = event.sequence;
    const words = this._words.length;
    for (let index = 0; index < words; index++) {
      if (event.word(index) !== this._word(sequence, index)) return this._isCutAt(event, index);
    }
    return event.payloadWords === words;
  }

  private _isCutAt(event: EventView, index: number): boolean {
    const whole = this._word(event.sequence, index);
    const found = event.word(index);
    if (![0, 1, 2, 3].some((bytes) => found === (whole & maskOf(bytes, 0)))) return false;
    for (let rest = index + 1; rest < event.payloadWords; rest++) if (event.word(rest) !== 0) return false;
    return true;
  }

  private _word(sequence: number, index: number): number {
    return mix(this._seed + index, sequence | 0);
  }
}

/** The bits of a word that lie within so many bytes; all of them, where the size is not known. */
function maskOf(size: number, index: number): number {
  const bytes = size - 4 * index;
  if (bytes >= 4 || size < 0) return -1;
  return bytes <= 0 ? 0 : (1 << 8 * bytes) - 1;
}

/** Two words into one that depends on every bit of both: the finaliser of MurmurHash3. */
function mix(one: number, other: number): number {
  let word = Math.imul(one, 0x9e3779b1) ^ other;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
