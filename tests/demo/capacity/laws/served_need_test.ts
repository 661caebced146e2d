import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { PauseSpecification } from "../../../../config/mod.ts";
import { SeededRandom } from "../../../../control/mod.ts";
import { neededRing } from "../../../../demo/capacity/laws/needed_ring.ts";
import type { RingNeed } from "../../../../demo/capacity/laws/ring_need.ts";

/** A consumer and its feed, drawn. */
interface Case {
  readonly arrivals: readonly number[];
  readonly times: { of(sequence: number): number; readonly meanNs: number; readonly drawn: boolean };
  readonly service: {
    readonly perEvent: number;
    readonly perPass: number;
    readonly maxBatch: number;
    readonly wakeUp: number;
  };
  readonly pauses: readonly PauseSpecification[];
  readonly capacity: number;
  readonly duration: number | undefined;
}

describe("ServedNeed", () => {
  it("agrees with a list of unread events, for any feed, service, batch, wake-up, pauses and duration, in any chunks", () => {
    for (let seed = 0; seed < 6_000; seed++) {
      const random = new SeededRandom(seed);
      const drawn = drawCase(random);
      assertEquals(replay(drawn, random, 1), reckonSlowly(drawn), `seed ${seed}: ${JSON.stringify(drawn)}`);
    }
  });

  it("takes copies as events of one moment, whether they are counted or come one by one", () => {
    for (let seed = 0; seed < 1_000; seed++) {
      const random = new SeededRandom(seed);
      const drawn = drawCase(random);
      const twice = { ...drawn, arrivals: drawn.arrivals.flatMap((ns) => [ns, ns]) };
      const shown = `seed ${seed}: ${JSON.stringify(drawn)}`;
      const expected = reckonSlowly(twice);
      assertEquals(replay(drawn, random, 2), expected, shown);
      assertEquals(replay(twice, random, 1), expected, shown);
    }
  });

  it("keeps nothing of a backlog but its size", () => {
    const service = { perEvent: 1_000, perPass: 0, maxBatch: 1, wakeUp: 0 };
    const times = { of: () => 1_000, meanNs: 1_000, drawn: false };
    const system = { ring: { capacity: 64, payloadWords: 0 }, pauses: [], step: 1_000, duration: 1_000_000_000_000 };
    const law = neededRing({ system, consumer: { service, pauses: [] }, times });
    const chunk = Float64Array.from({ length: 4_096 }, (_, n) => n);
    for (let n = 0; n < 256; n++) law.take(chunk.map((ns) => 4_096 * n + ns), chunk.length);
    // One is taken every microsecond: the first at once, and 1,049 before all the others have come.
    assertEquals(law.finish(), {
      neededCapacity: 1_048_576 - 1_049,
      firstOverrunNs: 1_000,
      busyNs: 1_048_576_000,
      left: 0,
      catchUpNs: 1_048_574_999,
    });
  });
});

/** By the law, in chunks of any size. */
function replay(drawn: Case, random: SeededRandom, copies: number): RingNeed {
  const { arrivals, times, service, pauses, capacity, duration } = drawn;
  const own = random.integer(0, pauses.length);
  const law = neededRing({
    system: { ring: { capacity, payloadWords: 0 }, pauses: pauses.slice(own), step: 1, duration },
    consumer: { service, pauses: pauses.slice(0, own) },
    times,
    copies,
  });
  for (let from = 0; from < arrivals.length;) {
    const count = Math.min(arrivals.length - from, random.integer(1, 60));
    // What lies behind the count is not looked at.
    law.take(Float64Array.from([...arrivals.slice(from, from + count), 0, NaN]), count);
    from += count;
  }
  return law.finish();
}

/** Event by event: what is unread is a list, a pause is looked for in a list, and work goes from pause to pause. */
function reckonSlowly({ arrivals, times, service, pauses, capacity, duration = Infinity }: Case): RingNeed {
  const { perPass, maxBatch, wakeUp } = service;
  const waiting = arrivals.map((arrivalNs, sequence) => ({ arrivalNs, sequence }));
  const unread: { arrivalNs: number; sequence: number }[] = [];
  const spans = spansOf(pauses);
  let [neededCapacity, busyNs, catchUpNs] = [1, 0, 0];
  let firstOverrunNs: number | undefined;
  let oldestSinceCaughtUp: number | undefined;
  let pollNs = dueSlowly(spans, 0);
  while (pollNs < duration) {
    for (; waiting.length > 0 && waiting[0].arrivalNs <= pollNs; unread.push(...waiting.splice(0, 1))) {
      oldestSinceCaughtUp ??= waiting[0].arrivalNs;
    }
    if (unread.length === 0) {
      if (waiting.length === 0) break;
      pollNs = dueSlowly(spans, workSlowly(spans, waiting[0].arrivalNs, wakeUp));
      continue;
    }
    neededCapacity = Math.max(neededCapacity, unread.length);
    if (unread.length > capacity) firstOverrunNs ??= pollNs;
    const batch = unread.splice(0, maxBatch);
    if (unread.length === 0) {
      catchUpNs = Math.max(catchUpNs, pollNs - (oldestSinceCaughtUp ?? NaN));
      oldestSinceCaughtUp = undefined;
    }
    busyNs += perPass;
    let ns = dueSlowly(spans, workSlowly(spans, pollNs, perPass));
    for (const { sequence } of batch) {
      busyNs += times.of(sequence);
      ns = dueSlowly(spans, workSlowly(spans, ns, times.of(sequence)));
    }
    pollNs = ns;
  }
  return { neededCapacity, firstOverrunNs, busyNs, left: unread.length + waiting.length, catchUpNs };
}

type Span = readonly [from: number, to: number];

/** All pauses up to a time that no case gets to, one by one. */
function spansOf(pauses: readonly PauseSpecification[]): Span[] {
  return pauses.flatMap((pause): Span[] =>
    "at" in pause
      ? [[pause.at, pause.at + pause.for]]
      : Array.from({ length: 400 }, (_, n) => [(n + 1) * pause.every, (n + 1) * pause.every + pause.for] as const)
  );
}

function dueSlowly(spans: readonly Span[], ns: number): number {
  for (;;) {
    const pause = spans.find(([from, to]) => from <= ns && ns < to);
    if (pause === undefined) return ns;
    ns = pause[1];
  }
}

function workSlowly(spans: readonly Span[], ns: number, work: number): number {
  while (work > 0) {
    ns = dueSlowly(spans, ns);
    const next = Math.min(...spans.map(([from]) => from).filter((from) => from > ns));
    if (ns + work <= next) return ns + work;
    work -= next - ns;
    ns = next;
  }
  return ns;
}

/** Small numbers, so that whatever can meet at one moment does. */
function drawCase(random: SeededRandom): Case {
  const duration = random.chance(0.4) ? random.integer(1, 600) : undefined;
  const gapMax = random.pick([0, 0, 1, 4, 12, 50]);
  const arrivals: number[] = [];
  let ns = 0;
  for (let left = random.integer(0, 60); left > 0 && ns < (duration ?? Infinity); left--) {
    arrivals.push(ns);
    ns += random.chance(0.1) ? random.integer(0, 100) : random.integer(0, gapMax);
  }
  const perEvent = random.pick([0, 1, 3, 7, 20]);
  const isDrawn = random.chance(0.5);
  const drawn = Array.from({ length: 7 }, () => random.integer(0, 12));
  return {
    arrivals,
    times: { of: (sequence) => isDrawn ? drawn[sequence % 7] : perEvent, meanNs: perEvent, drawn: isDrawn },
    service: {
      perEvent,
      perPass: random.pick([0, 0, 1, 5]),
      maxBatch: random.pick([1, 1, 2, 3, 100]),
      wakeUp: random.pick([0, 0, 1, 7, 30]),
    },
    pauses: Array.from({ length: random.pick([0, 0, 1, 2]) }, (): PauseSpecification => {
      if (random.chance(0.5)) return { at: random.integer(0, 200), for: random.integer(0, 40) };
      const every = random.integer(20, 60);
      return { every, for: random.integer(1, Math.floor(every / 3)) };
    }),
    capacity: 2 ** random.integer(0, 4),
    duration,
  };
}
