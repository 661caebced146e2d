import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  COUNTER_WORDS,
  counterOf,
  setCounterOrigin,
  storeCounter,
  tickRatio,
} from "../../../core/time/_performance_counter.ts";
import { writeCount } from "./_fake_host.ts";

const NS_PER_SECOND = 1_000_000_000n;
const DAYS_100_SECONDS = 8_640_000n;

/** 10 MHz on today's machines; the ACPI timer, HPET and the counters of ARM; processor clocks divided by 1024; 1 GHz. */
const frequencies = fc.oneof(
  fc.constantFrom(1, 10_000_000, 3_579_545, 14_318_180, 24_000_000, 24_576_000, 19_200_000, 1_000_000_000),
  fc.integer({ min: 1, max: 4_000_000 }),
);

/** Origins anywhere below 2⁵³, and those at which a word is about to wrap. */
const origins = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 52n }),
  fc.tuple(fc.constantFrom(2n ** 31n, 2n ** 32n, 2n ** 50n), fc.bigInt({ min: -9n, max: 9n })).map(([at, by]) =>
    at + by
  ),
);

Deno.test("storeCounter is the exact time rounded down, for 100 days from any origin at any frequency", () => {
  fc.assert(fc.property(frequencies, origins, fc.double({ min: 0, max: 1, noNaN: true }), (frequency, origin, part) => {
    const ticks = BigInt(Math.floor(part * Number(DAYS_100_SECONDS * BigInt(frequency))));
    const words = new Int32Array(COUNTER_WORDS);
    writeCount(words, origin);
    setCounterOrigin(words);
    const ratio = tickRatio(frequency);
    assert(ratio !== undefined);
    const cells = new Float64Array(1);
    for (const near of [0n, 1n, 2n, BigInt(ratio.denominator)]) {
      writeCount(words, origin + ticks + near);
      storeCounter(words, ratio, cells, 0);
      assertEquals(BigInt(cells[0]), ((ticks + near) * NS_PER_SECOND) / BigInt(frequency));
    }
  }));
});

Deno.test("tickRatio is 10⁹ / frequency in lowest terms", () => {
  assertEquals(tickRatio(10_000_000), { numerator: 100, denominator: 1 });
  assertEquals(tickRatio(24_576_000), { numerator: 15_625, denominator: 384 });
  assertEquals(tickRatio(1), { numerator: 1_000_000_000, denominator: 1 });
});

Deno.test("tickRatio refuses a frequency at which readings would not be exact", () => {
  for (const frequency of [0, -1, 0.5, NaN, Infinity, 1_000_000_001, 999_999_937]) {
    assertEquals(tickRatio(frequency), undefined, `${frequency} Hz`);
  }
});

Deno.test("counterOf reads both words without a sign", () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }), (count) => {
    const words = new Int32Array(COUNTER_WORDS);
    writeCount(words, count);
    assertEquals(BigInt(counterOf(words)), count);
  }));
});
