import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { SeededRandom } from "../../../../control/mod.ts";
import { neededRing } from "../../../../demo/capacity/laws/needed_ring.ts";
import { makeChunk } from "../../../../demo/system/feed/arrival_feed.ts";
import { openFeed } from "../../../../demo/system/feed/open_feed.ts";
import { makeServiceTimes } from "../../../../demo/system/feed/services/make_service_times.ts";
import { TimedSystem } from "../../../../demo/system/timed/timed_system.ts";
import { drawCase } from "../../system/timed/_random_system.ts";
import { runTickModel } from "../../system/timed/_tick_model.ts";
import { drawLoad } from "./_random_load.ts";

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
        const settled = law.neededCapacity();
        const { neededCapacity, firstOverrunNs, left } = law.finish();
        assertEquals(settled, neededCapacity, `${consumer.name} of ${shown}`);
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

  it("says of every model what the real parts do, to the nanosecond", () => {
    const seed = 8;
    for (let run = 0; run < 50; run++) {
      const random = new SeededRandom(seed * 1_000_000 + run);
      const specification = drawLoad(random);
      const { feed, consumers, step, duration } = specification;
      const services = consumers.map(({ name, service }) =>
        service && makeServiceTimes(service.perEvent, { seed: specification.seed, consumer: name }, refuseFile)
      );
      const system = new TimedSystem({ specification, services });
      const forgetful = { capacity: 2 ** 17, payloadWords: 0 };
      const unbounded = new TimedSystem({ specification: { ...specification, ring: forgetful }, services });
      const laws = consumers.map((consumer, n) => neededRing({ system: specification, consumer, times: services[n] }));
      const arrivals = openFeed(feed, { seed: specification.seed, step, duration });
      const chunk = makeChunk(random.pick([1, 100, 4_096]));
      for (let count = arrivals.read(chunk); count > 0; count = arrivals.read(chunk)) {
        for (const law of laws) law.take(chunk.timesNs, count);
        system.take(chunk, count);
        unbounded.take(chunk, count);
      }
      const [bounded, roomy] = [system.finish().consumers, unbounded.finish().consumers];
      laws.forEach((law, n) => {
        const { neededCapacity, firstOverrunNs, busyNs, left } = law.finish();
        const { lagMax, backlog, overruns } = roomy[n];
        assertEquals(overruns, 0);
        assertEquals(
          { neededCapacity, firstOverrunNs, busyNs, left, isOverrun: neededCapacity > specification.ring.capacity },
          {
            neededCapacity: Math.max(1, lagMax),
            firstOverrunNs: bounded[n].firstOverrunNs,
            busyNs: roomy[n].busyNs,
            left: backlog,
            isOverrun: bounded[n].overruns > 0,
          },
          `seed ${seed}, run ${run}, ${consumers[n].name} of ${JSON.stringify(specification)}`,
        );
      });
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

function refuseFile(): never {
  throw new Error("no file is opened");
}
