import { assertEquals, assertThrows } from "@std/assert";
import type { LiveJson } from "../../demo/live/view/live_json.ts";
import { parseLiveCommand } from "../../demo/live/live_options.ts";
import { parsePredictionOptions } from "../../tools/live_predictions.ts";
import { COMMON_ARGS, PREDICTED_WORKS, predictionTable, readPredictionRun } from "../../tools/prediction_table.ts";

/** As much of a run as is read of it. */
function json(observed: number, overrunNs: number | null = null): LiveJson {
  return {
    config: { system: { consumers: [{ service: { perEvent: 5_000 } }] } },
    consumers: [{ service: { full_pass_ns: { mean: 5_750, p50: 5_000 } } }],
    prediction: {
      consumers: [{ predicted_peak_lag: 100, observed_peak_lag: observed, observed_first_overrun_ns: overrunNs }],
    },
    hiccups: { since_ready_ns: { max: 3_210_000 } },
    feed: { lateness_ns: { max: 999_000 } },
  } as unknown as LiveJson;
}

Deno.test("readPredictionRun reads the peak lag, the longest hiccup and the latest event", () => {
  assertEquals(readPredictionRun(json(103)), {
    predicted: 100,
    observed: 103,
    meanByMedian: 1.15,
    hiccupNs: 3_210_000,
    lateNs: 999_000,
  });
});

Deno.test("readPredictionRun refuses a run that was overrun, or predicted nothing", () => {
  assertThrows(() => readPredictionRun(json(103, 5)), Error, "got an overrun");
  assertThrows(() => readPredictionRun({ ...json(1), prediction: null }), Error, "got none");
});

Deno.test("predictionTable has the error of the median run, and the range of all", () => {
  const runs = [103, 300, 98].map((observed) => readPredictionRun(json(observed)));
  assertEquals(predictionTable([["a consumer", runs]]).split("\n"), [
    "| consumer and feed | predicted | observed | error | least to greatest | mean / median pass | longest hiccup | latest |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    "| a consumer | 100 | 98 to 300 | +3.0 % | -2.0 % to +200 % | 1.15x | 3.2 ms | 1 ms |",
  ]);
});

Deno.test("every consumer whose peak is predicted is one that live can run", () => {
  for (const { args } of PREDICTED_WORKS) {
    const command = parseLiveCommand([...args, ...COMMON_ARGS]);
    assertEquals(command.kind === "run" && command.plan.system?.consumers.length, 1);
  }
  assertEquals(PREDICTED_WORKS.length, 5);
});

Deno.test("parsePredictionOptions reads how many runs there are", () => {
  assertEquals([parsePredictionOptions([])?.runs, parsePredictionOptions(["--runs", "2"])?.runs], [5, 2]);
});
