import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { neededRing } from "../../../../demo/capacity/laws/needed_ring.ts";
import { TimedSystem } from "../../../../demo/system/timed/timed_system.ts";
import { drawCase } from "../../system/timed/_random_system.ts";
import { runTickModel } from "../../system/timed/_tick_model.ts";

/** More events than any case has. */
const FORGETS_NOTHING = 64;

describe("neededRing", () => {
  it("finds the greatest lag, and the first overrun, of any system: by a model that counts nanoseconds", () => {
    const seed = 5;
    for (let run = 0; run < 800; run++) {
      const { specification, arrivals, services } = drawCase(new SeededRandom(seed * 1_000_000 + run));
      const shown = `seed ${seed}, run ${run}: ${JSON.stringify({ specification, arrivals })}`;
      const ring = { capacity: FORGETS_NOTHING, payloadWords: 0 };
      const unbounded = runTickModel({ ...specification, ring }, arrivals, services);
      const bounded = runTickModel(specification, arrivals, services);
      specification.consumers.forEach((consumer, n) => {
        const law = neededRing({ system: specification, consumer, times: timesOf(consumer.service && services[n]) });
        for (const timeNs of arrivals) law.take(Float64Array.of(timeNs), 1);
        const { neededCapacity, firstOverrunNs, left } = law.finish();
        const { lagMax, backlog } = unbounded.consumers[n];
        assertEquals(
          { neededCapacity, firstOverrunNs, left },
          { neededCapacity: Math.max(1, lagMax), firstOverrunNs: bounded.consumers[n].overruns.at(0), left: backlog },
          `${consumer.name} of ${shown}`,
        );
      });
    }
  });

  it("is the least ring that the real parts never overrun", () => {
    const seed = 6;
    for (let run = 0; run < 120; run++) {
      const { specification, arrivals, services } = drawCase(new SeededRandom(seed * 1_000_000 + run));
      const [consumer] = specification.consumers;
      const law = neededRing({ system: specification, consumer, times: timesOf(consumer.service && services[0]) });
      law.take(Float64Array.from(arrivals), arrivals.length);
      const { neededCapacity, busyNs } = law.finish();
      for (const capacity of [1, 2, 4, 8, 16, 32, 64]) {
        const system = new TimedSystem({
          specification: { ...specification, ring: { capacity, payloadWords: 0 }, consumers: [consumer] },
          services: [timesOf(consumer.service && services[0])],
        });
        system.take(
          { timesNs: Float64Array.from(arrivals), sizes: new Float64Array(arrivals.length) },
          arrivals.length,
        );
        const [record] = system.finish().consumers;
        const shown = `seed ${seed}, run ${run}, capacity ${capacity}`;
        assertEquals(record.overruns === 0, capacity >= neededCapacity, shown);
        if (capacity >= neededCapacity) assertEquals(record.busyNs, busyNs, shown);
      }
    }
  });

  it("replays a feed with every event twice", () => {
    const seed = 7;
    for (let run = 0; run < 400; run++) {
      const { specification, arrivals, services } = drawCase(new SeededRandom(seed * 1_000_000 + run));
      const twice = arrivals.flatMap((ns) => [ns, ns]);
      specification.consumers.forEach((consumer, n) => {
        const settings = { system: specification, consumer, times: timesOf(consumer.service && services[n]) };
        const [law, plain] = [neededRing({ ...settings, copies: 2 }), neededRing(settings)];
        law.take(Float64Array.from(arrivals), arrivals.length);
        plain.take(Float64Array.from(twice), twice.length);
        assertEquals(law.finish(), plain.finish(), `seed ${seed}, run ${run}, ${consumer.name}`);
      });
    }
  });

  it("tells the longest time from a lag to none", () => {
    const { specification } = drawCase(new SeededRandom(1));
    const system = { ...specification, ring: { capacity: 1, payloadWords: 0 }, pauses: [], duration: undefined };
    const consumer = { service: { perEvent: 10, perPass: 0, maxBatch: 1, wakeUp: 0 }, pauses: [] };
    const law = neededRing({ system, consumer, times: timesOf(() => 10) });
    law.take(Float64Array.of(0, 1, 2, 100, 200, 201), 6);
    assertEquals(law.finish(), { neededCapacity: 2, firstOverrunNs: 10, busyNs: 60, left: 0, catchUpNs: 19 });
  });

  it("refuses polls without a duration", () => {
    const { specification } = drawCase(new SeededRandom(1));
    const system = { ...specification, duration: undefined };
    assertThrows(
      () => neededRing({ system, consumer: { polls: 1, pauses: [] }, times: undefined }),
      RangeError,
      "duration must be given for polls",
    );
  });
});

function timesOf(of: ((sequence: number) => number) | undefined) {
  return of === undefined ? undefined : { of, meanNs: NaN, drawn: true };
}
