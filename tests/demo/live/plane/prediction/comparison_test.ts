import { assertEquals } from "@std/assert";
import type { ServedReport } from "../../../../../demo/live/between/thread_messages.ts";
import { compare } from "../../../../../demo/live/plane/prediction/comparison.ts";
import type { PredictedConsumer } from "../../../../../demo/live/plane/prediction/prediction.ts";
import { consumerReport, consumerResult, histogramOf, result, SYSTEM } from "../../_results.ts";

function comparisonOf(predicted: PredictedConsumer, served: Partial<ServedReport>) {
  const measured = { perEventNs: 5_400, overheadNs: 400, perPassNs: 0, wakeUpNs: 0 };
  const fullPassNs = histogramOf().snapshot();
  const report = consumerReport({
    served: { measured, fullPassNs, lagMax: 110, firstOverrunNs: undefined, ...served },
  });
  return compare(result({
    startNs: 1_000,
    consumers: [consumerResult(1, { report })],
    prediction: { specification: SYSTEM, consumers: [predicted] },
  }))[0];
}

Deno.test("compare gives the error of a predicted peak lag", () => {
  const { name, lagMax, error } = comparisonOf({ neededCapacity: 100, firstOverrunNs: undefined }, {});
  assertEquals([name, lagMax, Math.round(100 * error!)], ["execution", 110, 10]);
});

Deno.test("compare gives no error where an overrun was predicted, or found: then the lag was given up", () => {
  assertEquals(comparisonOf({ neededCapacity: 600, firstOverrunNs: 5 }, {}).error, undefined);
  const { error, firstOverrunNs } = comparisonOf({ neededCapacity: 100, firstOverrunNs: undefined }, {
    firstOverrunNs: 1_700,
  });
  assertEquals([error, firstOverrunNs], [undefined, 700]);
});

Deno.test("compare says nothing of what was not predicted", () => {
  assertEquals(compare(result()), []);
});
