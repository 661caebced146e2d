import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { PauseSpecification } from "../../../../config/mod.ts";
import { SeededRandom } from "../../../../control/mod.ts";
import { PauseCalendar } from "../../../../demo/system/timed/pause_calendar.ts";

describe("PauseCalendar", () => {
  it("agrees with counting every nanosecond, in any order of questions", () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = new SeededRandom(seed);
      const pauses = Array.from({ length: random.integer(0, 3) }, (): PauseSpecification => {
        if (random.chance(0.5)) return { at: random.integer(0, 50), for: random.integer(0, 20) };
        const every = random.integer(10, 30);
        return { every, for: random.integer(1, Math.floor(every / 3)) };
      });
      const calendar = new PauseCalendar(pauses);
      for (let n = 0; n < 20; n++) {
        const [timeNs, workNs] = [random.integer(0, 100), random.integer(0, 30)];
        const shown = `seed ${seed}: ${JSON.stringify(pauses)} at ${timeNs} for ${workNs}`;
        assertEquals(calendar.due(timeNs), dueOf(pauses, timeNs), shown);
        assertEquals(calendar.work(timeNs, workNs), workOf(pauses, timeNs, workNs), shown);
      }
    }
  });

  it("says which share of the time lies outside all pauses, by counting the nanoseconds of a whole pattern", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new SeededRandom(seed);
      const pauses = Array.from({ length: random.integer(0, 3) }, (): PauseSpecification => {
        const every = random.integer(2, 24);
        return { every, for: random.integer(1, every - 1) };
      });
      // From the longest period on, what happens repeats after all periods multiplied.
      const patternNs = pauses.reduce((all, pause) => "every" in pause ? all * (pause.every ?? 1) : all, 1);
      let free = 0;
      for (let ns = 24 + patternNs; ns < 24 + 2 * patternNs; ns++) if (!isPaused(pauses, ns)) free++;
      const once = { at: 3, for: 50 };
      const share = new PauseCalendar([...pauses, once]).shareOutside();
      assertAlmostEquals(share, free / patternNs, 1e-12, `seed ${seed}: ${JSON.stringify(pauses)}`);
    }
  });

  it("finds the pause at a time of years", () => {
    const every = 1_000_000_007;
    const calendar = new PauseCalendar([{ every, for: 11 }]);
    for (const count of [1, 2 ** 20, 8_000_000]) {
      const from = count * every;
      assertEquals([-1, 0, 10, 11].map((ns) => calendar.due(from + ns) - from), [-1, 11, 11, 11]);
    }
  });

  it("refuses pauses that follow one another all but without end", () => {
    assertThrows(
      () => new PauseCalendar([1_009, 1_013, 1_019].map((every) => ({ every, for: every - 1 }))),
      RangeError,
      "pauses must leave time between them, got 100000 that follow",
    );
  });

  it("refuses work that takes no number of nanoseconds", () => {
    for (const pauses of [[], [{ at: 5, for: 1 }], [{ every: 5, for: 1 }]]) {
      const message = "Cannot work: the time it takes must be 0 ns or more, got NaN";
      assertThrows(() => new PauseCalendar(pauses).work(0, NaN), RangeError, message);
    }
  });
});

function isPaused(pauses: readonly PauseSpecification[], ns: number): boolean {
  return pauses.some((pause) =>
    "at" in pause ? ns >= pause.at && ns < pause.at + pause.for : ns >= pause.every && ns % pause.every < pause.for
  );
}

function dueOf(pauses: readonly PauseSpecification[], ns: number): number {
  while (isPaused(pauses, ns)) ns++;
  return ns;
}

function workOf(pauses: readonly PauseSpecification[], ns: number, work: number): number {
  for (; work > 0; ns++) if (!isPaused(pauses, ns)) work--;
  return ns;
}
