import { assertEquals } from "@std/assert";
import type { ServiceTimeSpecification } from "../../../../../config/mod.ts";
import { measuredSystem } from "../../../../../demo/live/plane/prediction/measured_system.ts";
import { consumerReport, consumerResult, histogramOf, result, SYSTEM } from "../../_results.ts";
import { plan } from "../../_statuses.ts";

const MEASURED = { perEventNs: 5_400, overheadNs: 400, perPassNs: 70, wakeUpNs: 61_000 };

function measuredOf(
  perEvent: ServiceTimeSpecification,
  changes: Parameters<typeof result>[0] = {},
  passes = histogramOf([70 + 8 * 9_000, 99]).snapshot(),
) {
  const [consumer] = SYSTEM.consumers;
  const system = { ...SYSTEM, consumers: [{ ...consumer, service: { ...consumer.service!, perEvent, maxBatch: 8 } }] };
  const report = consumerReport({
    served: { measured: MEASURED, fullPassNs: passes, lagMax: 1, firstOverrunNs: undefined },
  });
  return measuredSystem(result({
    plan: plan({ rate: "feed", system }),
    endedBy: "feed",
    consumers: [consumerResult(1, { report })],
    ...changes,
  }));
}

Deno.test("measuredSystem puts what was measured in place of what was specified", () => {
  const { ring, duration, consumers } = measuredOf(5_000)!;
  assertEquals([ring, duration], [SYSTEM.ring, undefined]);
  assertEquals(consumers[0].service, { perEvent: 5_400, perPass: 70, maxBatch: 8, wakeUp: 61_000 });
});

Deno.test("measuredSystem takes the median of the passes of the run for a fixed time, if there were enough of them", () => {
  const passes = histogramOf([70 + 8 * 6_000, 99], [4_000_000, 30]).snapshot();
  const ns = measuredOf(5_000, {}, passes)?.consumers[0].service?.perEvent as number;
  assertEquals(Math.abs(ns - 6_000) <= 60, true, `${ns}`);
  assertEquals(measuredOf({ mean: 2_000 }, {}, passes)?.consumers[0].service?.perEvent, { mean: 2_400 });
});

Deno.test("measuredSystem adds what each event costs to times that are drawn", () => {
  const perEvent = (given: ServiceTimeSpecification) => measuredOf(given)?.consumers[0].service?.perEvent;
  assertEquals(perEvent({ mean: 2_000 }), { mean: 2_400 });
  assertEquals(perEvent({ median: 2_000, p99: 9_000 }), { median: 2_400, p99: 9_400 });
  assertEquals(perEvent({ file: "risk.csv", unit: "us" }), { file: "risk.csv", unit: "us" });
});

Deno.test("measuredSystem of a run that was ended is that of the arrivals until then", () => {
  assertEquals(measuredOf(5_000, { endedBy: "interrupt" })?.duration, 10e9);
});

Deno.test("measuredSystem of a consumer that failed, or of no feed, is nothing", () => {
  assertEquals(measuredOf(5_000, { consumers: [consumerResult(1, { report: undefined })] }), undefined);
  assertEquals(measuredSystem(result()), undefined);
});
