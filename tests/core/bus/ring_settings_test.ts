import { assertEquals, assertThrows } from "@std/assert";
import { checkRingSettings, type RingSettings } from "../../../core/bus/ring_settings.ts";

Deno.test("checkRingSettings fills in the defaults and keeps what is given", () => {
  assertEquals(checkRingSettings("create RingBuffer", { capacity: 64 }), {
    capacity: 64,
    payloadWords: 4,
    startSequence: 0,
  });
  const given = { capacity: 2 ** 26, payloadWords: 2 ** 14, startSequence: 2 ** 50 };
  assertEquals(checkRingSettings("create RingBuffer", given), given);
  assertEquals(
    checkRingSettings("create RingBuffer", { capacity: 1, payloadWords: 0, startSequence: 0 }).payloadWords,
    0,
  );
});

Deno.test("checkRingSettings refuses a setting with its name, the rule and the value", () => {
  const refused: [RingSettings, string][] = [
    [{ capacity: 0 }, "capacity must be a power of two from 1 to 67108864, got 0"],
    [{ capacity: 2 ** 27 }, "capacity must be a power of two from 1 to 67108864, got 134217728"],
    [{ capacity: 4, payloadWords: -1 }, "payloadWords must be an integer from 0 to 16384, got -1"],
    [{ capacity: 4, payloadWords: 16385 }, "payloadWords must be an integer from 0 to 16384, got 16385"],
    [{ capacity: 4, startSequence: 0.5 }, "startSequence must be an integer from 0 to 1125899906842624, got 0.5"],
    [
      { capacity: 4, startSequence: 2 ** 50 + 1 },
      "startSequence must be an integer from 0 to 1125899906842624, got 1125899906842625",
    ],
  ];
  for (const [settings, message] of refused) {
    assertEquals(
      assertThrows(() => checkRingSettings("create RingBuffer", settings), RangeError).message,
      `Cannot create RingBuffer: ${message}`,
    );
  }
});
