import { assertEquals } from "@std/assert";
import {
  ARRIVAL_CELL,
  OFFSET_MASK,
  PAYLOAD_CELL,
  PAYLOAD_WORD,
  PAYLOAD_WORDS_MAX,
  recordShift,
  RING_WORDS_MAX,
  WORD_BYTES,
} from "../../../core/bus/slot_layout.ts";

Deno.test("recordShift is the least power of two that holds timestamp and payload", () => {
  for (let payloadWords = 0; payloadWords <= PAYLOAD_WORDS_MAX; payloadWords++) {
    const words = 2 ** recordShift(payloadWords);
    const needed = PAYLOAD_WORD + payloadWords;
    if (words < needed || words / 2 >= needed) assertEquals([payloadWords, words], [payloadWords, needed]);
  }
});

Deno.test("slot_layout puts the payload behind the timestamp, on a cell of its own", () => {
  assertEquals([ARRIVAL_CELL, PAYLOAD_CELL, PAYLOAD_WORD, WORD_BYTES], [0, 1, 2, 4]);
});

Deno.test("slot_layout keeps every offset within Int32, in cells under the mask and in bytes", () => {
  const cells = RING_WORDS_MAX / 2;
  assertEquals((cells - 1) & OFFSET_MASK, cells - 1);
  assertEquals((RING_WORDS_MAX - 1) * WORD_BYTES < 2 ** 31, true);
});
