import { assert, assertEquals } from "@std/assert";
import {
  copiedWords,
  PAYLOAD_WORD,
  recordShift,
  SHARED_BEATS_WORD,
  SHARED_CAPACITY_WORD,
  SHARED_CLAIM_WORD,
  SHARED_EPOCH_WORD,
  SHARED_FENCE_WORD,
  SHARED_FORMAT_WORD,
  SHARED_PAYLOAD_WORDS_WORD,
  SHARED_SLOTS_WORD,
  SHARED_START_HIGH_WORD,
  SHARED_START_LOW_WORD,
  sharedRingWords,
  SLOT_RECORD_WORD,
  SLOT_STAMP_WORD,
  slotWords,
  WORD_BYTES,
} from "../../../../core/bus/slot_layout.ts";

const LINE_BYTES = 64;
const PAYLOADS = [0, 1, 2, 3, 4, 12, 13, 14, 15, 16, 100, 2 ** 14];

Deno.test("a shared slot is whole cache lines and holds the stamp and the record, cells on cell boundaries", () => {
  for (const payloadWords of PAYLOADS) {
    const bytes = WORD_BYTES * slotWords(payloadWords);
    assertEquals(bytes % LINE_BYTES, 0);
    assert(SLOT_RECORD_WORD + copiedWords(payloadWords) <= slotWords(payloadWords));
    assert(bytes - WORD_BYTES * (SLOT_RECORD_WORD + PAYLOAD_WORD + payloadWords) < LINE_BYTES, "no line too many");
  }
  assertEquals([SLOT_STAMP_WORD < SLOT_RECORD_WORD, SLOT_RECORD_WORD % 2, SHARED_SLOTS_WORD % 16], [true, 0, 0]);
});

Deno.test("what is copied of a record is whole cells, all of the payload, and within the record", () => {
  for (const payloadWords of PAYLOADS) {
    const copied = copiedWords(payloadWords);
    assertEquals(copied % 2, 0);
    assert(copied >= PAYLOAD_WORD + payloadWords && copied <= 1 << recordShift(payloadWords));
  }
});

Deno.test("the words of the header do not overlap, and epoch, fence and beats share no pair of lines with anything", () => {
  const header = [
    SHARED_FORMAT_WORD,
    SHARED_CAPACITY_WORD,
    SHARED_PAYLOAD_WORDS_WORD,
    SHARED_START_LOW_WORD,
    SHARED_START_HIGH_WORD,
    SHARED_CLAIM_WORD,
  ];
  assertEquals(new Set(header).size, header.length);
  const pairOf = (word: number) => Math.floor(WORD_BYTES * word / (2 * LINE_BYTES));
  const apart = [SHARED_EPOCH_WORD, SHARED_FENCE_WORD, SHARED_BEATS_WORD];
  for (const [n, one] of apart.entries()) {
    const others = [...header, ...apart.toSpliced(n, 1), SHARED_SLOTS_WORD];
    for (const word of others) assert(pairOf(word) !== pairOf(one), `${word} and ${one}`);
    assert(one < SHARED_SLOTS_WORD);
  }
});

Deno.test("the memory of a shared ring is whole pages of 64 KiB and ends after the last slot", () => {
  for (const payloadWords of PAYLOADS) {
    for (const slots of [2, 3, 65, 1025]) {
      const words = sharedRingWords(slots, payloadWords);
      const end = SHARED_SLOTS_WORD + slots * slotWords(payloadWords);
      assertEquals(words % 2 ** 14, 0);
      assert(words >= end && words - end < 2 ** 14);
    }
  }
});
