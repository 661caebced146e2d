import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { ConfigError, type ConsumerSpecification, type SystemSpecification } from "../../../../config/mod.ts";
import { Histogram, SeededRandom } from "../../../../control/mod.ts";
import { lifecycleStateName } from "../../../../mod.ts";
import { NO_SIZE } from "../../../../demo/system/feed/arrival_feed.ts";
import { TimedSystem } from "../../../../demo/system/timed/timed_system.ts";
import type { IntervalColumns, TimedRecord } from "../../../../demo/system/timed/timed_record.ts";
import { drawCase } from "./_random_system.ts";
import { type ModelConsumer, runTickModel } from "./_tick_model.ts";

describe("TimedSystem", () => {
  it("does what a model says that goes from nanosecond to nanosecond", () => {
    const seed = 11;
    for (let run = 0; run < 1_500; run++) {
      const random = new SeededRandom(seed * 1_000_000 + run);
      const { specification, arrivals, services } = drawCase(random);
      const shown = `seed ${seed}, run ${run}: ${JSON.stringify({ specification, arrivals })}`;
      const record = runSystem(specification, arrivals, services, random.integer(1, 5));
      const model = runTickModel(specification, arrivals, services);
      record.consumers.forEach((consumer, n) => {
        const { name } = specification.consumers[n];
        const { intervals } = consumer;
        assertEquals(
          intervals,
          modelColumns(model.consumers[n], arrivals, intervals.intervalNs),
          `${name} of ${shown}`,
        );
        assertEquals(factsOf(consumer), modelFacts(model.consumers[n], arrivals), `${name} of ${shown}`);
        assertEquals([consumer.spoiled, consumer.misjudged, consumer.witnessed], [0, 0, true], `${name} of ${shown}`);
      });
      const states = model.states.map((_, ns) => record.lifecycle.findLast(({ fromNs }) => fromNs <= ns)!.state);
      assertEquals(states.map(lifecycleStateName), model.states, shown);
    }
  });

  it("can be cut at any arrival, and then accounts for every event", () => {
    const seed = 12;
    for (let run = 0; run < 300; run++) {
      const random = new SeededRandom(seed * 1_000_000 + run);
      const { specification, arrivals, services } = drawCase(random);
      const counted = arrivals.filter((ns) => ns < (specification.duration ?? Infinity));
      const timesNs = Float64Array.from(counted.slice(0, random.integer(0, counted.length)));
      const system = makeSystem(specification, services);
      system.take({ timesNs, sizes: new Float64Array(timesNs.length).fill(NO_SIZE) }, timesNs.length);
      const { published, consumers, endNs } = system.cut();
      assertEquals([published, endNs >= (timesNs.at(-1) ?? 0)], [timesNs.length, true], `seed ${seed}, run ${run}`);
      for (const { delivered, lost, backlog, live, provisional, spoiled, witnessed } of consumers) {
        const account = [delivered + lost + backlog, live + provisional, spoiled, witnessed];
        assertEquals(account, [published, delivered, 0, true], `seed ${seed}, run ${run}`);
      }
    }
  });

  it("refuses arrivals out of order, and plans that do not fit together", () => {
    const specification = { ...drawCase(new SeededRandom(1)).specification, consumers: [SERVED], duration: undefined };
    const system = new TimedSystem({ specification, services: [FIXED] });
    const take = (...times: number[]) =>
      system.take({ timesNs: Float64Array.from(times), sizes: new Float64Array(times.length) }, times.length);
    assertThrows(
      () => take(5, 4),
      RangeError,
      "Cannot take an arrival: its time must be whole nanoseconds from 5, got 4",
    );
    assertThrows(() => take(NaN), RangeError, "from 5, got NaN");
    assertThrows(() => new TimedSystem({ specification, services: [undefined] }), RangeError, "services must have");
    const polled = { ...specification, consumers: [{ ...SERVED, service: undefined, polls: 1 }] };
    assertThrows(
      () => new TimedSystem({ specification: polled, services: [undefined] }),
      RangeError,
      "duration must be",
    );
  });

  it("refuses to go on where a nanosecond later is the same number", () => {
    const specification = { ...drawCase(new SeededRandom(1)).specification, consumers: [SERVED], duration: undefined };
    const lastNs = Number.MAX_SAFE_INTEGER - 1;
    const system = new TimedSystem({ specification, services: [FIXED] });
    system.take({ timesNs: Float64Array.of(lastNs), sizes: Float64Array.of(NO_SIZE) }, 1);
    assertThrows(() => system.finish(), ConfigError, "consumers[0]: it must have done everything before 2^53 - 1 ns");
  });

  it("refuses a service that lacks a part", () => {
    const { specification } = drawCase(new SeededRandom(1));
    const service = { perEvent: 5, maxBatch: 4, wakeUp: 0 } as unknown as ConsumerSpecification["service"];
    const consumers = [{ ...SERVED, service }];
    const system = new TimedSystem({
      specification: { ...specification, consumers, duration: undefined },
      services: [FIXED],
    });
    assertThrows(
      () => {
        system.take({ timesNs: new Float64Array(1), sizes: new Float64Array(1) }, 1);
        system.finish();
      },
      RangeError,
      "Cannot work: the time it takes must be 0 ns or more, got undefined",
    );
  });

  it("refuses to complete, after the duration, what would take beyond exact times", () => {
    const slow = { of: () => 2 ** 52, meanNs: 2 ** 52, drawn: false };
    const { specification } = drawCase(new SeededRandom(1));
    const service = { perEvent: 0, perPass: 0, maxBatch: 4, wakeUp: 0 };
    const system = new TimedSystem({
      specification: {
        ...specification,
        ring: { capacity: 4, payloadWords: 0 },
        consumers: [{ ...SERVED, service }],
        duration: 10,
      },
      services: [slow],
    });
    system.take({ timesNs: new Float64Array(3), sizes: new Float64Array(3) }, 3);
    assertThrows(() => system.finish(), ConfigError, "consumers[0]: it must have done everything before 2^53 - 1 ns");
  });

  it("comes to the same end in parts, of any number of moments", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = new SeededRandom(seed);
      const { specification, arrivals, services } = drawCase(random);
      const make = () => {
        const system = new TimedSystem({
          specification,
          services: specification.consumers.map(({ service }, n) =>
            service && { of: services[n], meanNs: NaN, drawn: true }
          ),
        });
        system.take(
          { timesNs: Float64Array.from(arrivals), sizes: new Float64Array(arrivals.length) },
          arrivals.length,
        );
        return system;
      };
      const inParts = make();
      const moments = random.integer(1, 4);
      while (!inParts.settle(moments)) { /* the next part */ }
      assertEquals(inParts.record(), make().finish(), `seed ${seed}`);
    }
  });

  it("has failures begin and end as late as a specification can say", () => {
    const kind = "market-data-outage";
    const last = Number.MAX_SAFE_INTEGER;
    for (const failure of [{ kind, from: 2, to: last }, { kind, from: last }]) {
      const { specification } = drawCase(new SeededRandom(1));
      const system = new TimedSystem({
        specification: { ...specification, consumers: [SERVED], failures: [failure], duration: undefined },
        services: [FIXED],
      });
      system.take({ timesNs: Float64Array.of(0), sizes: Float64Array.of(NO_SIZE) }, 1);
      const { consumers, lifecycle } = system.finish();
      assertEquals([consumers[0].delivered, lifecycle.some(({ fromNs }) => fromNs > 1e6)], [1, false]);
    }
  });

  it("takes no ticks of a warm-up while a failure lasts, be they as many as nanoseconds", () => {
    const { specification } = drawCase(new SeededRandom(1));
    const system = new TimedSystem({
      specification: {
        ...specification,
        consumers: [SERVED],
        warmup: { ticks: 3, tick: 1 },
        failures: [{ kind: "market-data-outage", from: 2, to: 1e14 + 1 }],
        duration: 1e15,
      },
      services: [FIXED],
    });
    const spans = system.finish().lifecycle.map(({ state, fromNs }) => `${lifecycleStateName(state)} ${fromNs}`);
    assertEquals(spans, ["WARMUP 0", "DEGRADED 2", `WARMUP ${1e14 + 1}`, `READY ${1e14 + 2}`]);
  });

  it("keeps the bytes of a message up to its size, and counts sizes", () => {
    const { specification } = drawCase(new SeededRandom(2));
    const system = new TimedSystem({
      specification: {
        ...specification,
        ring: { capacity: 8, payloadWords: 2 },
        consumers: [SERVED],
        duration: undefined,
      },
      services: [FIXED],
    });
    system.take({ timesNs: new Float64Array(7), sizes: Float64Array.of(0, 1, 3, 4, 7, 8, 1_500) }, 7);
    const { bytes, published, consumers: [{ spoiled, delivered }] } = system.finish();
    assertEquals({ bytes, published, spoiled, delivered }, { bytes: 1_523, published: 7, spoiled: 0, delivered: 7 });
  });
});

const FIXED = { of: () => 1, meanNs: 1, drawn: false };

const SERVED: ConsumerSpecification = {
  name: "executor",
  service: { perEvent: 1, perPass: 0, maxBatch: 1, wakeUp: 0 },
  onOverrun: "stall",
  pauses: [],
};

/** Runs the system on a list of times, pushed in chunks of a size. */
function makeSystem(
  specification: SystemSpecification,
  services: readonly ((sequence: number) => number)[],
): TimedSystem {
  return new TimedSystem({
    specification,
    services: specification.consumers.map(({ service }, n) =>
      service === undefined ? undefined : { of: services[n], meanNs: NaN, drawn: true }
    ),
  });
}

function runSystem(
  specification: SystemSpecification,
  arrivals: readonly number[],
  services: readonly ((sequence: number) => number)[],
  chunkSize: number,
): TimedRecord {
  const system = makeSystem(specification, services);
  for (let from = 0; from < arrivals.length; from += chunkSize) {
    const timesNs = Float64Array.from(arrivals.slice(from, from + chunkSize));
    system.take({ timesNs, sizes: timesNs.map(() => NO_SIZE) }, timesNs.length);
  }
  return system.finish();
}

function factsOf(consumer: TimedRecord["consumers"][number]) {
  return {
    delivered: consumer.delivered,
    live: consumer.live,
    lost: consumer.lost,
    backlog: consumer.backlog,
    overruns: consumer.overruns,
    firstOverrunNs: consumer.firstOverrunNs,
    lagMax: consumer.lagMax,
    stalenessNs: consumer.stalenessNs.buckets(),
    latencyNs: consumer.latencyNs.buckets(),
  };
}

/** The columns, of the moments of the model one by one. */
function modelColumns(
  { moments, decisions, overruns, found }: ModelConsumer,
  arrivals: readonly number[],
  intervalNs: number,
): IntervalColumns {
  const last = moments.length - 1;
  const count = Math.floor(last / intervalNs) + 1;
  const inside = (ns: number, n: number) => Math.min(count - 1, Math.floor(ns / intervalNs)) === n;
  const column = (of: (n: number) => number) => Float64Array.from({ length: count }, (_, n) => of(n));
  const endOf = (n: number) => moments[Math.min(last, Math.ceil((n + 1) * intervalNs) - 1)];
  const lostBy = (n: number) => n < 0 ? 0 : endOf(n).undeliverable;
  const decided = (n: number) => decisions.filter(([, , completionNs]) => inside(completionNs, n));
  return {
    intervalNs,
    published: column((n) => endOf(n).published),
    lag: column((n) => endOf(n).lag),
    lagMax: column((n) =>
      // What is unread when it begins is unread in it.
      Math.max(n === 0 ? 0 : endOf(n - 1).lag, ...moments.filter((_, ns) => inside(ns, n)).map(({ lagMax }) => lagMax))
    ),
    overruns: column((n) => overruns.filter((ns) => inside(ns, n)).length),
    lost: column((n) => found.filter((_, poll) => inside(overruns[poll], n)).reduce((sum, lost) => sum + lost, 0)),
    undeliverable: column((n) => lostBy(n) - lostBy(n - 1)),
    live: column((n) => decided(n).filter(([, , , live]) => live).length),
    provisional: column((n) => decided(n).filter(([, , , live]) => !live).length),
    stalenessNsMax: column((n) =>
      Math.max(0, ...decided(n).map(([sequence, decisionNs]) => decisionNs - arrivals[sequence]))
    ),
  };
}

function modelFacts({ decisions, lost, backlog, overruns, lagMax }: ModelConsumer, arrivals: readonly number[]) {
  const stalenessNs = new Histogram();
  const latencyNs = new Histogram();
  for (const [sequence, decisionNs, completionNs] of decisions) {
    stalenessNs.record(decisionNs - arrivals[sequence]);
    latencyNs.record(completionNs - arrivals[sequence]);
  }
  return {
    delivered: decisions.length,
    live: decisions.filter(([, , , live]) => live).length,
    lost,
    backlog,
    overruns: overruns.length,
    firstOverrunNs: overruns.at(0),
    lagMax,
    stalenessNs: stalenessNs.buckets(),
    latencyNs: latencyNs.buckets(),
  };
}
