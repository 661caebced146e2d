import { assert, assertEquals, assertThrows } from "@std/assert";
import { it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { predictBurstPeak, predictMeanWait } from "../../../../demo/capacity/laws/queue_formulas.ts";

it("predictBurstPeak is within one event of the greatest lag, for any burst and service", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = new SeededRandom(seed);
    const burst = random.integer(1, 3_000);
    const rate = random.integer(1_000, 10_000_000);
    const serviceNs = random.integer(50, 1_000_000);
    let [busyUntilNs, peak, next] = [0, 0, 0];
    const arrivalOf = (n: number) => Math.floor(n * 1e9 / rate);
    for (let n = 0; n < burst; n++) {
      const pollNs = Math.max(busyUntilNs, arrivalOf(n));
      while (next < burst && arrivalOf(next) <= pollNs) next++;
      peak = Math.max(peak, next - n);
      busyUntilNs = pollNs + serviceNs;
    }
    const predicted = predictBurstPeak({ burst, rate, serviceRate: 1e9 / serviceNs });
    assert(Math.abs(peak - predicted) <= 1, `seed ${seed}: ${peak}, by the law ${predicted}`);
  }
});

it("predictMeanWait is that of long runs of independent arrivals", () => {
  const random = new SeededRandom(7);
  for (const load of [0.2, 0.5, 0.8]) {
    const serviceNs = 1_000;
    const rate = load * 1e9 / serviceNs;
    let [arrivalNs, freeNs, waitNs] = [0, 0, 0];
    const events = 400_000;
    for (let n = 0; n < events; n++) {
      arrivalNs -= Math.log(1 - random.fraction()) * 1e9 / rate;
      const beginNs = Math.max(freeNs, arrivalNs);
      waitNs += beginNs - arrivalNs;
      freeNs = beginNs + serviceNs;
    }
    const predicted = predictMeanWait({ rate, serviceNs });
    assert(Math.abs(waitNs / events - predicted) < 0.05 * predicted, `load ${load}: ${waitNs / events}, ${predicted}`);
  }
  assertEquals(predictMeanWait({ rate: 1e6, serviceNs: 1_000 }), Infinity);
});

it("the formulas refuse what is no number above 0", () => {
  assertThrows(() => predictMeanWait({ rate: 0, serviceNs: 1 }), RangeError, "rate must be a number above 0, got 0");
  assertThrows(
    () => predictBurstPeak({ burst: 1, rate: 1, serviceRate: NaN }),
    RangeError,
    "Cannot predict the peak of a burst: serviceRate must be a number above 0, got NaN",
  );
});
