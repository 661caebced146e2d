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
  });

  it("grows as far as it may, then gives up the longest windows, and counts the others on", () => {
    const peaks = new Peaks(2 ** 14);
    const times = Float64Array.from({ length: 40_000 }, (_, n) => 1_000 * n);
    for (let from = 0; from < times.length; from += 1_000) peaks.take(times.subarray(from), 1_000);
    assertEquals(peaks.table().map(({ events }) => events ?? 0), [10, 100, 1_000, 10_000, 0, 0, 0, 0]);
    assertThrows(
      () => new Peaks(2 ** 12).take(new Float64Array(10_000), 10_000),
      RangeError,
      "Cannot count peaks: at most 4096 events may be in 10 µs",
    );
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
