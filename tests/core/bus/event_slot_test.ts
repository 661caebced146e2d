import { assertEquals, assertThrows } from "@std/assert";
import { EventSlot } from "../../../core/bus/event_slot.ts";

Deno.test("EventSlot refuses memory that holds no record, or more of it than offsets can reach", () => {
  const refused: [number, number, string][] = [
    [0, 0, "from 8, which holds one, to 2147483648, got 0"],
    [16, 4, "from 24, which holds one, to 2147483648, got 16"],
    [65_536, 2 ** 14, "from 65544, which holds one, to 2147483648, got 65536"],
    [28, 2, "Cannot create EventSlot: the byte length of buffer must be a multiple of 8"],
    [2 ** 31 + 8, 2, "to 2147483648, got 2147483656"],
    [64, -1, "payloadWords must be an integer from 0 to 16384, got -1"],
    [64, 2 ** 14 + 1, "payloadWords must be an integer from 0 to 16384, got 16385"],
  ];
  for (const [bytes, payloadWords, rule] of refused) {
    assertThrows(() => new EventSlot(new ArrayBuffer(bytes), payloadWords), RangeError, rule);
  }
  for (const [bytes, payloadWords] of [[8, 0], [24, 4], [65_544, 2 ** 14]]) {
    new EventSlot(new ArrayBuffer(bytes), payloadWords);
  }
  assertEquals(new EventSlot(new ArrayBuffer(2 ** 31), 2).payloadWords, 2);
});
