import { assertEquals } from "@std/assert";
import {
  type ConsumerResult,
  dueShare,
  eventsAddUp,
  isRateMissed,
  measuredShare,
  observationsAddUp,
  rateReached,
} from "../../../../demo/live/plane/live_result.ts";
import { eventsDue, RatePacer } from "../../../../runtime/duty_cycle/pacer.ts";
import { consumerReport, consumerResult, result } from "../_results.ts";
import { plan } from "../_statuses.ts";

Deno.test("eventsAddUp notices a single event", () => {
  const holds = (changes: Parameters<typeof consumerReport>[0]) =>
    eventsAddUp(consumerResult(1, { report: consumerReport(changes) }), result());
  assertEquals(holds({}), true);
  assertEquals(holds({ delivered: 999_997, lost: 2, left: 1 }), true);
  assertEquals(holds({ start: 10, delivered: 999_990 }), true);
  assertEquals(holds({ delivered: 999_999 }), false);
  assertEquals(holds({ lost: 1 }), false);
  assertEquals(holds({ left: 1 }), false);
  // What has been overwritten is lost, and is not left.
  assertEquals(holds({ delivered: 22, overwritten: 998_954, left: 1_024 }), true);
  assertEquals(holds({ delivered: 22, overwritten: 998_954, left: 999_978 }), false);
});

Deno.test("eventsAddUp says nothing good of a run of which the producer or the consumer is not known", () => {
  assertEquals(eventsAddUp(consumerResult(1, { report: undefined }), result()), false);
  assertEquals(eventsAddUp(consumerResult(1), result({ producer: undefined })), false);
});

Deno.test("observationsAddUp wants an observation for every event, observed or dropped", () => {
  assertEquals(observationsAddUp(consumerResult(1)), true);
  assertEquals(observationsAddUp(consumerResult(1, { observed: 999_000, dropped: 1_000 })), true);
  assertEquals(observationsAddUp(consumerResult(1, { observed: 999_999 })), false);
  assertEquals(observationsAddUp(consumerResult(1, { dropped: 1 })), false);
  assertEquals(observationsAddUp(consumerResult(1, { report: consumerReport({ observationsSent: 5 }) })), false);
  assertEquals(observationsAddUp(consumerResult(1, { report: undefined })), false);
});

Deno.test("rateReached is counted over the time that the producer worked", () => {
  assertEquals(rateReached(result()), 100_000);
  assertEquals(rateReached(result({ producer: undefined })), undefined);
});

Deno.test("isRateMissed from a hundredth less on, and never without a rate", () => {
  const missed = (published: number, rate: number | "max") =>
    isRateMissed(result({ plan: plan({ rate }), producer: { ...result().producer!, published } }));
  assertEquals(missed(1_000_000, 100_000), false);
  assertEquals(missed(990_000, 100_000), false);
  assertEquals(missed(989_999, 100_000), true);
  assertEquals(missed(5, "max"), false);
});

/** Publishes all that a pacer says is due, and says how many events that was. */
function publishAll(pacer: RatePacer): number {
  let published = 0;
  for (let due = pacer.due(); due > 0; due = pacer.due()) published += due;
  return published;
}

/** What is said of a producer at this rate that has published so many when it stops after so long. */
function missedAfter(seconds: number, rate: number, published: number): boolean {
  const producer = { ...result().producer!, published, stoppedNs: 5e9 + 1e9 * seconds };
  return isRateMissed(result({ plan: plan({ rate }), producer }));
}

Deno.test("isRateMissed blames no producer that has published all that was due, whatever the rate", () => {
  for (const rate of [1, 2, 3, 7, 49, 99, 100, 101, 1_000, 999_983, 20_000_000, 100_000_000]) {
    for (let ms = 100; ms <= 5_000; ms += 7) {
      const pacer = new RatePacer({
        clock: { stamp: (cells, index) => void (cells[index] = 5e9 + 1e6 * ms) },
        startNs: 5e9,
        rate,
      });
      // In one go: the pacer gives what is due in passes.
      const published = rate > 1_000_000 ? eventsDue(1e6 * ms, rate) : publishAll(pacer);
      assertEquals(missedAfter(ms / 1_000, rate, published), false, `${published} at ${rate}/s in ${ms} ms`);
    }
  }
});

Deno.test("isRateMissed counts whole events, in the middle of a period too", () => {
  assertEquals([missedAfter(1.5, 1, 1), missedAfter(1.5, 1, 0)], [false, true]);
  assertEquals([missedAfter(0.9, 1, 0), missedAfter(1.9, 1, 1), missedAfter(2.1, 1, 1)], [false, false, true]);
  assertEquals([missedAfter(10, 50, 499), missedAfter(10.015, 50, 499), missedAfter(10, 50, 495)], [
    false,
    false,
    false,
  ]);
  assertEquals(missedAfter(10, 50, 494), true);
});

Deno.test("dueShare is that of the events that were due, in whole events", () => {
  const share = (seconds: number, published: number) =>
    dueShare(
      result({
        plan: plan({ rate: 1 }),
        producer: { ...result().producer!, published, stoppedNs: 5e9 + 1e9 * seconds },
      }),
    );
  assertEquals([share(1.5, 1), share(2.5, 1), share(0.5, 0)], [1, 0.5, undefined]);
  assertEquals([dueShare(result({ producer: undefined })), dueShare(result({ plan: plan({ rate: "max" }) }))], [
    undefined,
    undefined,
  ]);
});

Deno.test("isRateMissed does not blame a producer for the event that came due when it stopped", () => {
  assertEquals([missedAfter(1.005, 1, 0), missedAfter(1.011, 1, 0)], [false, true]);
  assertEquals([missedAfter(0.1, 20, 1), missedAfter(0.1, 20, 0)], [false, true]);
  // One at a time: of two that were due, one had been due for long.
  assertEquals(missedAfter(2.005, 1, 0), true);
});

Deno.test("isRateMissed says so of a short run as of a long one", () => {
  assertEquals([missedAfter(0.1, 100_000, 9_900), missedAfter(0.1, 100_000, 9_899)], [false, true]);
  assertEquals([missedAfter(0.1, 1_000_000, 95_000), missedAfter(10, 1_000_000, 9_500_000)], [true, true]);
});

Deno.test("measuredShare is that of the events published since the consumer joined, where that is known", () => {
  const one = (changes: Partial<ConsumerResult>) => measuredShare(consumerResult(1, changes), result());
  assertEquals(one({}), 0.001);
  assertEquals(one({ report: consumerReport({ start: 999_000 }) }), 1);
  assertEquals([one({ report: undefined }), one({ report: consumerReport({ start: 1_000_000 }) })], [
    undefined,
    undefined,
  ]);
  assertEquals(measuredShare(consumerResult(1), result({ producer: undefined })), undefined);
});
