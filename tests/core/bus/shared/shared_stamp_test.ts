import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  EPOCH_BITS,
  epochOf,
  EPOCHS_WITHIN_REACH,
  lapNear,
  lapOf,
  slotOf,
  stampOf,
  startsEpoch,
} from "../../../../core/bus/shared/shared_stamp.ts";

const EPOCH_LAPS = 2 ** EPOCH_BITS;

const sequence = fc.oneof(
  fc.maxSafeInteger().map(Math.abs),
  fc.tuple(fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 50, 2 ** 53 - 100), fc.nat(50)).map(([near, n]) => near + n),
);
const slots = fc.integer({ min: 0, max: 25 }).map((power) => 2 ** power + 1);

Deno.test("lapOf and slotOf take a sequence apart exactly, up to 2^53", () => {
  fc.assert(fc.property(sequence, slots, (sequence, slots) => {
    const [lap, slot] = [BigInt(sequence) / BigInt(slots), BigInt(sequence) % BigInt(slots)];
    assertEquals([lapOf(sequence, slots), slotOf(sequence, slots)], [Number(lap), Number(slot)]);
  }));
});

Deno.test("lapNear gives the lap back from its stamp and any epoch within reach", () => {
  const lap = fc.oneof(fc.nat(10), fc.integer({ min: 0, max: 2 ** 24 }).map((epoch) => epoch * EPOCH_LAPS));
  const epochs = fc.integer({ min: 0, max: EPOCHS_WITHIN_REACH });
  fc.assert(fc.property(lap, fc.integer({ min: -1, max: 3 }), epochs, (first, more, earlier) => {
    const lap = first + more;
    const epoch = Math.max(0, epochOf(lap) - earlier);
    assertEquals(lapNear(stampOf(lap), epoch), lap);
  }));
});

Deno.test("lapNear takes the stamp of a slot never used to be of the lap before the first", () => {
  assertEquals(lapNear(0, 0), -1);
});

Deno.test("stampOf wraps after 2^32 laps and is an Int32", () => {
  assertEquals([0, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32].map(stampOf), [1, -(2 ** 31), 0, 1]);
});

Deno.test("startsEpoch is true for the first lap of every epoch and no other", () => {
  for (const epoch of [0, 1, 7, 8, 15, 16, 17, 2 ** 20]) {
    const first = epoch * EPOCH_LAPS;
    assertEquals([first - 1, first, first + 1].map((lap) => startsEpoch(stampOf(lap))), [false, true, false]);
    assertEquals([first, first + EPOCH_LAPS - 1].map(epochOf), [epoch, epoch]);
  }
});
