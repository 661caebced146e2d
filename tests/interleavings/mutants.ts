/**
 * The ring with one mistake each. Every one is a change of the real source, and every one must be found.
 *
 * @module
 */
import type { Mutation } from "./instrumented_ring.ts";

const KERNEL = "shared/kernel/shared_kernel.ts";
const MEMORY = "shared/kernel/shared_kernel_memory.ts";
const CONSUMER = "shared/shared_consumer.ts";
const RING = "shared/shared_ring_buffer.ts";

const STORE_RECORD =
  "for (let k = 0; k < this._copiedWords; k++) Atomics.store(words, to + SLOT_RECORD_WORD + k, own[from + k]);";
const STORE_STAMP = "Atomics.store(words, to + SLOT_STAMP_WORD, stamp);";
const LOAD_STAMP = "const seen = Atomics.load(words, from + SLOT_STAMP_WORD);";
const LOAD_RECORD =
  "for (let k = 0; k < this._copiedWords; k++) own[to + k] = Atomics.load(words, from + SLOT_RECORD_WORD + k);";
const RECHECK = "if (Atomics.load(words, before + SLOT_STAMP_WORD) !== unchanged) return OVERRUN;";
const IS_FIRST = "const isFirst = slot === SHARED_SLOTS_WORD;";

/** One change in the kernel. */
function kernel(from: string, to: string): readonly Mutation[] {
  return [{ file: KERNEL, from, to }];
}

/** The mistakes, by what they are. */
export const MUTANTS: Readonly<Record<string, readonly Mutation[]>> = {
  "does not look again after it has loaded the record": kernel(RECHECK, ""),
  "looks again before it loads the record": [
    ...kernel(
      LOAD_STAMP,
      `${LOAD_STAMP}
      if (taken === 0) {
        const isFirst = slot === SHARED_SLOTS_WORD;
        const before = (isFirst ? this._end : slot) - this._slotWords;
        if (Atomics.load(words, before + SLOT_STAMP_WORD) !== (isFirst ? (stamp - 1) | 0 : stamp)) return OVERRUN;
      }`,
    ),
    ...kernel(RECHECK, ""),
  ],
  "looks again at the stamp of the event itself": kernel(
    RECHECK,
    "if (Atomics.load(words, slot + SLOT_STAMP_WORD) !== stamp) return OVERRUN;",
  ),
  "looks again at the slot two before": kernel(
    "- this._slotWords;",
    "- (isFirst || slot - this._slotWords === SHARED_SLOTS_WORD ? 1 : 2) * this._slotWords;",
  ),
  "looks again at the slot before the last event of a batch": kernel(
    "const before = (isFirst ? this._end : slot) - this._slotWords;",
    "const before = (isFirst && taken === 1 ? this._end : slot + (taken - 1) * this._slotWords) - this._slotWords;",
  ),
  "expects the stamp of this lap before the first slot": kernel("isFirst ? (stamp - 1) | 0 : stamp;", "stamp;"),
  "takes the slot before the first one to be the first": kernel("(isFirst ? this._end : slot)", "slot"),
  "never sees that a slot is the first": kernel(IS_FIRST, "const isFirst = false;"),
  "accepts a slot whatever its stamp": kernel("if (seen !== stamp) {", "if (seen !== seen) {"),
  "compares stamps by size": kernel("if (seen !== stamp) {", "if (seen < stamp) {"),
  "takes a newer stamp for an event not yet published": kernel(
    "if (taken === 0 && seen !== ((stamp - 1) | 0)) return OVERRUN;",
    "",
  ),
  "counts stamps without wrapping": kernel("seen !== ((stamp - 1) | 0)", "seen !== stamp - 1"),
  "loads the record plainly": kernel(LOAD_RECORD, LOAD_RECORD.replace("Atomics.load", "Atomics.plainLoad")),
  "loads one word of the record plainly": kernel(
    LOAD_RECORD,
    LOAD_RECORD.replace("Atomics.load(", "(k === 1 ? Atomics.plainLoad : Atomics.load)("),
  ),
  "loads the stamp plainly": kernel(LOAD_STAMP, LOAD_STAMP.replace("Atomics.load", "Atomics.plainLoad")),
  "looks again plainly": kernel(RECHECK, RECHECK.replace("Atomics.load", "Atomics.plainLoad")),
  "looks for the head plainly": [
    {
      file: MEMORY,
      from: "const distance = (Atomics.load(words",
      to: "const distance = (Atomics.plainLoad(words",
    },
  ],
  "looks for the lap of the head plainly": [
    { file: MEMORY, from: "lapNear(Atomics.load(words", to: "lapNear(Atomics.plainLoad(words" },
  ],
  "stores the record plainly": kernel(STORE_RECORD, STORE_RECORD.replace("Atomics.store", "Atomics.plainStore")),
  "stores the stamp plainly": kernel(STORE_STAMP, STORE_STAMP.replace("Atomics.store", "Atomics.plainStore")),
  "stores the stamp before the record": kernel(
    `${STORE_RECORD}\n      ${STORE_STAMP}`,
    `${STORE_STAMP}\n      ${STORE_RECORD}`,
  ),
  "stores the stamps of a batch before its records": [
    ...kernel(STORE_STAMP, ""),
    ...kernel(
      "for (let n = 0; n < count; n++) {",
      "for (let n = 0; n < count; n++) Atomics.store(words, slot + n * this._slotWords + SLOT_STAMP_WORD, stamp);\n" +
        "    for (let n = 0; n < count; n++) {",
    ),
  ],
  "stores the records of a batch before its stamps": [
    ...kernel(STORE_STAMP, ""),
    ...kernel(
      "Atomics.store(words, to + SLOT_RECORD_WORD + k, own[from + k]);\n      \n    }",
      "Atomics.store(words, to + SLOT_RECORD_WORD + k, own[from + k]);\n    }\n" +
        "    for (let n = 0; n < count; n++) Atomics.store(words, slot + n * this._slotWords + SLOT_STAMP_WORD, stamp);",
    ),
  ],
  "has no spare slot": [{ file: MEMORY, from: "this.slots = capacity + 1;", to: "this.slots = capacity;" }],
  "has two spare slots": [{ file: MEMORY, from: "this.slots = capacity + 1;", to: "this.slots = capacity + 2;" }],
  "does not begin a lap with a new stamp": [
    { file: RING, from: "this._stamp = (this._stamp + 1) | 0;", to: "" },
  ],
  "lets the consumer keep its stamp at the end of a lap": [
    { file: CONSUMER, from: "this._stamp = (this._stamp + 1) | 0;", to: "" },
  ],
  "lets stamps grow beyond 32 bits": [
    { file: CONSUMER, from: "this._stamp = (this._stamp + 1) | 0;", to: "this._stamp = this._stamp + 1;" },
  ],
  "lets a consumer be deceived by its own epoch": kernel(
    "Atomics.load(words, SHARED_EPOCH_WORD) - epoch > EPOCHS_WITHIN_REACH",
    "(Atomics.load(words, SHARED_EPOCH_WORD) - epoch) >>> 0 > EPOCHS_WITHIN_REACH",
  ),
  "takes the head to be the newest event": [
    { file: MEMORY, from: "= lap * slots + unpublished;", to: "= lap * slots + published;" },
  ],
  "finds the head by a wrong bisection": [
    { file: MEMORY, from: "if (distance >= 0) published = slot;", to: "if (distance > 0) published = slot;" },
  ],
  "finds the head without wrapping": [
    {
      file: MEMORY,
      from: "(Atomics.load(words, this.stampWord(slot)) - stamp) | 0;",
      to: "Atomics.load(words, this.stampWord(slot)) - stamp;",
    },
  ],
  "keeps one event less": [
    { file: CONSUMER, from: "this.lag - this._memory.capacity;", to: "this.lag - this._memory.capacity + 1;" },
  ],
  "looks at the head twice to give up one backlog": [
    {
      file: CONSUMER,
      from: "return this._giveUp(this.lag);",
      to:
        "this._cells[0] = this.cursor + this.lag;\n    this._moveTo();\n    this._lost += this.lag;\n    return this._lost;",
    },
  ],
  "counts what was lost from a second look at the head": [
    {
      file: CONSUMER,
      from: "return this._giveUp(this.overwritten);",
      to: "const lost = this.overwritten;\n    this._giveUp(this.overwritten);\n    return lost;",
    },
  ],
  "delivers the second part of a batch unseen": [
    { file: CONSUMER, from: "if (more > 0) {", to: "if (more !== 0) {" },
  ],
};
