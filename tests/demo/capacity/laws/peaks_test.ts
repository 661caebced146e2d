import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { PEAK_WINDOWS_NS, Peaks } from "../../../../demo/capacity/laws/peaks.ts";

describe("Peaks", () => {
  it("agrees with counting every window that begins with an event, whatever the chunks are", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = new SeededRandom(seed);
      const times = drawTimes(random, random.integer(0, 300));
      const peaks = new Peaks();
      for (let from = 0; from < times.length;) {
        const count = random.integer(1, 50);
        const chunk = Float64Array.from(times.slice(from, from + count));
        peaks.take(chunk, chunk.length);
        from += count;
      }
      const expected = PEAK_WINDOWS_NS.map((windowNs) => ({ windowNs, events: countMost(times, windowNs) }));
      assertEquals(peaks.table(), expected, `seed ${seed}: ${times}`);
    }
  });

  it("is half open: two events a window apart are not in one", () => {
    const peaks = new Peaks();
    peaks.take(Float64Array.of(0, 9_999, 10_000, 20_000), 4);
    assertEquals(peaks.table()[0].events, 2);
    const late = new Peaks();
    late.take(Float64Array.of(0, 100), 2);
    late.take(Float64Array.of(10_000, 10_000), 2);
    assertEquals(late.table()[0].events, 3);
  });

  it("tells blocks of events apart that lie just within a window and just outside", () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = new SeededRandom(seed);
      // Times on a grid, so that windows often end with an event, or a hundred nanoseconds from one.
      const [least, most] = random.pick([[1_000, 1_000], [0, 1], [0, 5], [0, 5], [100, 200], [9, 11]]);
      const grid = random.pick([100, 100, 1_000, 10_000]);
      let timeNs = 0;
      const times = Array.from({ length: random.integer(1, 300) }, () => {
        timeNs += grid * random.integer(least, most) + (random.chance(0.02) ? 100 : 0);
        return timeNs;
      });
      const peaks = new Peaks();
      for (let from = 0; from < times.length;) {
        const count = Math.min(times.length - from, random.pick([1, 1, 3, 64, 200]));
        peaks.take(Float64Array.from(times.slice(from, from + count)), count);
        from += count;
      }
      const expected = PEAK_WINDOWS_NS.map((windowNs) => ({ windowNs, events: countMost(times, windowNs) }));
      assertEquals(peaks.table(), expected, `seed ${seed}: ${times}`);
    }
  });

  it("counts a window that all but fills its memory, in one long chunk", () => {
    const peaks = new Peaks(2 ** 12);
    const times = Float64Array.from({ length: 30_000 }, (_, n) => 2_445 * n);
    peaks.take(times, times.length);
    assertEquals(peaks.table().map(({ events }) => events), [
      5,
      41,
      409,
      4_090,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("grows as far as it may, then gives up the longest windows, and counts the others on", () => {
    const peaks = new Peaks(2 ** 14);
    const times = Float64Array.from({ length: 40_000 }, (_, n) => 1_000 * n);
    for (let from = 0; from < times.length; from += 1_000) peaks.take(times.subarray(from), 1_000);
    assertEquals(peaks.table().map(({ events }) => events ?? 0), [10, 100, 1_000, 10_000, 0, 0, 0, 0]);
  });

  it("gives up every window, where more events are of one moment than may be kept", () => {
    const peaks = new Peaks(2 ** 12);
    peaks.take(new Float64Array(4_000), 4_000);
    assertEquals(peaks.table().map(({ events }) => events), Array.from({ length: 8 }, () => 4_000));
    for (let n = 0; n < 3; n++) peaks.take(new Float64Array(4_000), 4_000);
    assertEquals(peaks.table().map(({ events }) => events), Array.from({ length: 8 }, () => undefined));
  });

  it("refuses times out of order, however many were in order", () => {
    const peaks = new Peaks();
    peaks.take(Float64Array.from({ length: 10_000 }, (_, n) => 1_000 * n), 10_000);
    assertThrows(
      () => peaks.take(Float64Array.of(9_999_001, 9_999_000), 2),
      RangeError,
      "Cannot count peaks: a time must be whole nanoseconds from 9999001, got 9999000",
    );
    assertThrows(() => new Peaks().take(Float64Array.of(NaN), 1), RangeError, "got NaN");
  });
});

/** Gaps of every size from none to seconds, and runs of the same. */
function drawTimes(random: SeededRandom, count: number): number[] {
  const times: number[] = [];
  let timeNs = random.integer(0, 1_000);
  let gapMax = 0;
  for (let n = 0; n < count; n++) {
    if (random.chance(0.1)) gapMax = random.pick([0, 1, 10, 3_000, 10_000, 100_000, 10_000_000, 2_000_000_000]);
    timeNs += random.chance(0.2) ? gapMax : random.integer(0, gapMax);
    times.push(timeNs);
  }
  return times;
}

function countMost(times: readonly number[], windowNs: number): number {
  return times.reduce(
    (most, begin) => Math.max(most, times.filter((ns) => ns >= begin && ns < begin + windowNs).length),
    0,
  );
}
