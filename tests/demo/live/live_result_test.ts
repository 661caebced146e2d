import { assertEquals } from "@std/assert";
import { eventsAddUp, isRateMissed, observationsAddUp, rateReached } from "../../../demo/live/live_result.ts";
import { consumerReport, consumerResult, result } from "./_results.ts";
import { plan } from "./_statuses.ts";

Deno.test("eventsAddUp notices a single event", () => {
  const holds = (changes: Parameters<typeof consumerReport>[0]) =>
    eventsAddUp(consumerResult(1, { report: consumerReport(changes) }), result());
  assertEquals(holds({}), true);
  assertEquals(holds({ delivered: 999_997, lost: 2, left: 1 }), true);
  assertEquals(holds({ start: 10, delivered: 999_990 }), true);
  assertEquals(holds({ delivered: 999_999 }), false);
  assertEquals(holds({ lost: 1 }), false);
  assertEquals(holds({ left: 1 }), false);
});

Deno.test("eventsAddUp says nothing good of a run of which the producer or the consumer is not known", () => {
  assertEquals(eventsAddUp(consumerResult(1, { report: null }), result()), false);
  assertEquals(eventsAddUp(consumerResult(1), result({ producer: null })), false);
});

Deno.test("observationsAddUp wants an observation for every event, observed or dropped", () => {
  assertEquals(observationsAddUp(consumerResult(1)), true);
  assertEquals(observationsAddUp(consumerResult(1, { observed: 999_000, dropped: 1_000 })), true);
  assertEquals(observationsAddUp(consumerResult(1, { observed: 999_999 })), false);
  assertEquals(observationsAddUp(consumerResult(1, { dropped: 1 })), false);
  assertEquals(observationsAddUp(consumerResult(1, { report: consumerReport({ observationsSent: 5 }) })), false);
  assertEquals(observationsAddUp(consumerResult(1, { report: null })), false);
});

Deno.test("rateReached is counted over the time that the producer worked", () => {
  assertEquals(rateReached(result()), 100_000);
  assertEquals(rateReached(result({ producer: null })), null);
});

Deno.test("isRateMissed from a hundredth less on, and never without a rate", () => {
  const missed = (published: number, rate: number | "max") =>
    isRateMissed(result({ plan: plan({ rate }), producer: { ...result().producer!, published } }));
  assertEquals(missed(1_000_000, 100_000), false);
  assertEquals(missed(990_000, 100_000), false);
  assertEquals(missed(989_999, 100_000), true);
  assertEquals(missed(5, "max"), false);
});

Deno.test("isRateMissed does not blame a short run for its last moment", () => {
  const producer = { ...result().producer!, published: 9_100, stoppedNs: 5e9 + 0.1e9 };
  assertEquals(isRateMissed(result({ producer })), false);
  assertEquals(isRateMissed(result({ producer: { ...producer, published: 8_900 } })), true);
});
