/**
 * A second simulation of a timed system, which shares nothing with the first but its input: it goes from nanosecond to
 * nanosecond and counts down what is left of every work. It knows no ring: an event is a number in a list.
 *
 * @module
 */
import type { ConsumerSpecification, PauseSpecification, SystemSpecification } from "../../../../config/mod.ts";

/** What the model says about one consumer. */
export interface ModelConsumer {
  /** Every decision: sequence, decision, completion, and whether it was live. */
  readonly decisions: (readonly [sequence: number, decisionNs: number, completionNs: number, live: boolean])[];
  /** Events given up, or overwritten unread at the end. */
  lost: number;
  /** Events left unread and readable. */
  backlog: number;
  /** Times at which a poll found an overrun. */
  readonly overruns: number[];
  /** Events that each of these found lost, and none before it. */
  readonly found: number[];
  /** The greatest lag that a poll found. */
  lagMax: number;
  /** What it came to at the end of each nanosecond. */
  readonly moments: ModelMoment[];
}

/** One nanosecond of a consumer, when everything in it is done. */
export interface ModelMoment {
  /** Events published. */
  readonly published: number;
  /** Those of them that it has neither taken nor given up. */
  readonly lag: number;
  /** The most of them in this nanosecond: when all have arrived that do, and none has been taken. */
  readonly lagMax: number;
  /** Events given up, and overwritten unread. */
  readonly undeliverable: number;
}

type Mode = "asleep" | "waking" | "poll" | "pass" | "decide" | "working" | "stopped";

interface Worker extends ModelConsumer {
  readonly plan: ConsumerSpecification;
  readonly serviceOf: (sequence: number) => number;
  readonly pollTimes: number[];
  mode: Mode;
  left: number;
  cursor: number;
  batch: number[];
  decided: [sequence: number, ns: number, ready: boolean] | undefined;
  gapUntil: number;
}

/** Runs a system whose feed is a list of times. Health checks are not modelled. */
export function runTickModel(
  specification: SystemSpecification,
  arrivals: readonly number[],
  services: readonly ((sequence: number) => number)[],
): { consumers: readonly ModelConsumer[]; states: readonly string[] } {
  const { ring: { capacity }, warmup, failures, duration = Infinity, pauses, step } = specification;
  const causes = new Set<string>();
  let ticks = 0;
  let ready = false;
  const state = () => causes.size > 0 ? "DEGRADED" : ready ? "READY" : "WARMUP";
  const workers = specification.consumers.map((plan, n): Worker => ({
    plan,
    serviceOf: services[n],
    pollTimes: plan.service === undefined ? pollTimesOf(plan, step, duration) : [],
    mode: plan.service === undefined ? "asleep" : "poll",
    left: 0,
    cursor: 0,
    batch: [],
    decided: undefined,
    gapUntil: Infinity,
    decisions: [],
    lost: 0,
    backlog: 0,
    overruns: [],
    found: [],
    lagMax: 0,
    moments: [],
  }));
  const states: string[] = [];
  let head = 0;
  for (let now = 0;; now++) {
    const counts = now < duration;
    if (counts) {
      failures.forEach(({ kind, from, to }) => {
        if (to === now && !failures.some((other) => other.kind === kind && covers(other, now))) causes.delete(kind);
        if (from === now && from !== to) causes.add(kind);
      });
      for (const worker of workers) {
        if (worker.gapUntil === now) {
          worker.gapUntil = Infinity;
          causes.delete(`gap ${worker.plan.name}`);
        }
      }
      if (!ready && now % (warmup?.tick ?? step) === 0 && causes.size === 0) {
        if (ticks < (warmup?.ticks ?? 0)) ticks++;
        else ready = true;
      }
      while (head < arrivals.length && arrivals[head] === now) {
        head++;
        for (const worker of workers) {
          if (worker.mode !== "asleep" || worker.plan.service === undefined) continue;
          worker.mode = "waking";
          worker.left = worker.plan.service.wakeUp;
        }
      }
    }
    const lags = workers.map(({ cursor }) => head - cursor);
    for (const worker of workers) {
      const paused = [...pauses, ...worker.plan.pauses].some((pause) => isPaused(pause, now));
      while (move(worker, now, paused, counts, { capacity, head, state, causes })) { /* until nothing is due */ }
    }
    if (counts) {
      states.push(state());
      workers.forEach(({ cursor, lost, moments }, n) => {
        const lag = head - cursor;
        const undeliverable = lost + Math.max(0, lag - capacity);
        moments.push({ published: head, lag, lagMax: lags[n], undeliverable });
      });
    }
    for (const worker of workers) {
      if (worker.left === 0) continue;
      if (![...pauses, ...worker.plan.pauses].some((pause) => isPaused(pause, now))) worker.left--;
    }
    const isOver = duration < Infinity
      ? now + 1 >= duration && workers.every(({ mode }) => mode !== "pass" && mode !== "decide" && mode !== "working")
      : head === arrivals.length && workers.every(({ mode }) => mode === "asleep" || mode === "stopped");
    if (isOver) break;
  }
  for (const worker of workers) {
    const overwritten = Math.max(0, head - worker.cursor - capacity);
    worker.lost += overwritten;
    worker.backlog = head - worker.cursor - overwritten;
  }
  return { consumers: workers, states };
}

interface Surroundings {
  readonly capacity: number;
  readonly head: number;
  state(): string;
  readonly causes: Set<string>;
}

/** Lets a worker do the next thing that is due now. Says whether there was one. */
function move(worker: Worker, now: number, paused: boolean, counts: boolean, around: Surroundings): boolean {
  const { plan: { service }, batch } = worker;
  if (service === undefined) {
    if (!counts || paused || worker.mode === "stopped" || !(worker.pollTimes[0] <= now)) return false;
    worker.pollTimes.shift();
    if (poll(worker, now, 1, around) > 0) {
      const [sequence] = batch.splice(0);
      worker.decisions.push([sequence, now, now, around.state() === "READY"]);
    }
    return true;
  }
  if (worker.mode === "waking" && worker.left === 0) {
    worker.mode = "poll";
    return true;
  }
  if (worker.mode === "pass" && worker.left === 0) {
    worker.mode = "decide";
    return true;
  }
  if (worker.mode === "working" && worker.left === 0 && worker.decided !== undefined) {
    const [sequence, decisionNs, wasReady] = worker.decided;
    worker.decisions.push([sequence, decisionNs, now, wasReady && around.state() === "READY"]);
    worker.mode = batch.length > 0 ? "decide" : "poll";
    return true;
  }
  if (worker.mode === "decide" && !paused) {
    const [sequence] = batch.splice(0, 1);
    worker.decided = [sequence, now, around.state() === "READY"];
    worker.mode = "working";
    worker.left = worker.serviceOf(sequence);
    return true;
  }
  if (worker.mode === "poll" && !paused && counts) {
    const found = poll(worker, now, service.maxBatch, around);
    if (found < 0) worker.mode = "stopped";
    else if (found === 0) worker.mode = "asleep";
    else {
      worker.mode = "pass";
      worker.left = service.perPass;
    }
    return true;
  }
  return false;
}

/** Takes up to `max` events, and says how many; -1, if an overrun has ended its polling or used up its poll. */
function poll(worker: Worker, now: number, max: number, { capacity, head, causes }: Surroundings): number {
  const { onOverrun, afterGap, service, name } = worker.plan;
  const lag = head - worker.cursor;
  worker.lagMax = Math.max(worker.lagMax, lag);
  if (lag > capacity) {
    worker.overruns.push(now);
    const leaves = typeof onOverrun !== "string" && worker.overruns.length >= onOverrun.leave;
    if (leaves) worker.mode = "stopped";
    if (leaves || onOverrun === "stall") {
      const known = worker.found.reduce((sum, lost) => sum + lost, 0);
      worker.found.push(leaves ? 0 : lag - capacity - known);
      return -1;
    }
    const skipped = onOverrun === "skip-to-oldest" ? lag - capacity : lag;
    worker.cursor += skipped;
    worker.lost += skipped;
    worker.found.push(skipped);
    if (afterGap !== undefined) {
      worker.gapUntil = now + afterGap.provisionalFor;
      causes.add(`gap ${name}`);
    }
    if (service === undefined) return -1;
  }
  const count = Math.min(max, head - worker.cursor);
  for (let n = 0; n < count; n++) worker.batch.push(worker.cursor++);
  return count;
}

function pollTimesOf({ polls = 0 }: ConsumerSpecification, step: number, duration: number): number[] {
  const half = Math.floor(step / 2);
  const times: number[] = [];
  for (let n = 0; n * step < duration; n++) {
    const begin = n * step;
    const count = typeof polls === "number" ? polls : polls[n] ?? 0;
    for (let k = 0; k < count; k++) times.push(begin + half + Math.floor(k * (step - half) / count));
  }
  return times;
}

function covers({ from, to = Infinity }: { from: number; to?: number }, now: number): boolean {
  return from <= now && now < to;
}

function isPaused(pause: PauseSpecification, now: number): boolean {
  if ("at" in pause) return now >= pause.at && now < pause.at + pause.for;
  return now >= pause.every && now % pause.every < pause.for;
}
