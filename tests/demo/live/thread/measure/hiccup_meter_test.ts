import { assertEquals } from "@std/assert";
import { ManualClock } from "../../../../../core/time/manual_clock.ts";
import { HiccupMeter } from "../../../../../demo/live/thread/measure/hiccup_meter.ts";

const US = 1_000;
const MS = 1_000 * US;

/** A meter whose sleeps take these times. */
function meterOf(...sleepsNs: readonly number[]): HiccupMeter {
  const clock = new ManualClock();
  let n = 0;
  const meter = new HiccupMeter(clock, () => clock.advance(sleepsNs[n++]));
  for (const _ of sleepsNs) meter.measure();
  return meter;
}

Deno.test("HiccupMeter counts by how much a sleep was longer than the shortest so far", () => {
  const { shortestSleepNs, warmup, ready } = meterOf(1_070 * US, 1_060 * US, 1_085 * US, 1_060 * US).report;
  assertEquals(shortestSleepNs, 1_060 * US);
  assertEquals([warmup.count, warmup.min, warmup.max, warmup.sum], [4, 0, 25 * US, 25 * US]);
  assertEquals(ready.count, 0);
});

Deno.test("HiccupMeter counts the sleeps as well that a long one kept it from", () => {
  // Who arrived 1, 2 or 3 ms later than the first had to wait so much less.
  const { warmup } = meterOf(MS, MS + 4 * MS).report;
  assertEquals([warmup.count, warmup.max, warmup.sum], [5, 4 * MS, (4 + 3 + 2 + 1) * MS]);
});

Deno.test("HiccupMeter counts for itself what comes after the warm-up, against the shortest sleep of all", () => {
  const clock = new ManualClock();
  let sleepNs = MS;
  const meter = new HiccupMeter(clock, () => clock.advance(sleepNs));
  meter.measure();
  meter.endWarmup();
  sleepNs = MS + 30 * US;
  meter.measure();
  const { shortestSleepNs, warmup, ready } = meter.report;
  assertEquals([shortestSleepNs, warmup.count, ready.count, ready.min], [MS, 1, 1, 30 * US]);
});

Deno.test("HiccupMeter that never slept knows no shortest sleep", () => {
  assertEquals(meterOf().report.shortestSleepNs, undefined);
});
