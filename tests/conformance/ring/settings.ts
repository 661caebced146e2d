import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { shown } from "../../../core/arguments.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import type { RingSettings } from "../../../core/bus/ring_settings.ts";
import { CAPACITIES, consumerNumbers, type MakeRing } from "./ring_under_test.ts";

const { EMPTY } = PollStatus;

/** Registers the tests of the settings that a ring takes or refuses. */
export function settings(name: string, makeRing: MakeRing): void {
  const bad: [Record<string, unknown>, string][] = [
    ...[0, -1, 1.5, 3, 63, 65, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 40, "64", null, undefined].map((
      capacity,
    ): [Record<string, unknown>, string] => [{ capacity }, "capacity must be a power of two from 1 to "]),
    ...[-1, 1.5, NaN, Infinity, 2 ** 32, "4", null].map((payloadWords): [Record<string, unknown>, string] => [
      { capacity: 4, payloadWords },
      "payloadWords must be an integer from 0 to ",
    ]),
    ...[-1, 1.5, NaN, Infinity, 2 ** 53, "0", null].map((startSequence): [Record<string, unknown>, string] => [
      { capacity: 4, startSequence },
      "startSequence must be an integer from 0 to ",
    ]),
  ];
  for (const [settings, rule] of bad) {
    const value = Object.values(settings).at(-1);
    Deno.test(`${name} refuses ${Object.keys(settings).at(-1)} ${typeof value} ${value}`, () => {
      const error = assertThrows(() => makeRing(settings as unknown as RingSettings), RangeError);
      assertStringIncludes(error.message, `RingBuffer: ${rule}`);
      assert(
        error.message.startsWith("Cannot create ") && error.message.endsWith(`, got ${shown(value)}`),
        error.message,
      );
    });
  }

  Deno.test(`${name} refuses a capacity whose memory is beyond what a ring may have`, () => {
    assertThrows(
      () => makeRing({ capacity: 2 ** 26, payloadWords: 2 ** 14 }),
      RangeError,
      "Cannot create ",
    );
  });

  Deno.test(`${name} has the settings it was given and starts empty at sequence 0`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity, payloadWords: 3 });
      assertEquals([ring.capacity, ring.payloadWords, ring.head, ring.closed], [capacity, 3, 0, false]);
      const consumer = ring.createConsumer();
      assertEquals(consumerNumbers(consumer), { start: 0, cursor: 0, lag: 0, delivered: 0, lost: 0, overwritten: 0 });
      assertEquals(consumer.poll(), EMPTY);
    }
  });
}
