import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";
import { FAILURE_IDS } from "../../../control/failure/failure_scenario.ts";
import { drawFailureSchedule } from "../../../control/failure/failure_schedule.ts";
import { SeededRandom } from "../../../control/failure/seeded_random.ts";
import type { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import {
  CHAOS_STEPS_MAX,
  type ChaosConsumer,
  type ChaosHealth,
  type ChaosPlan,
  type Mishap,
  type Operation,
  type Procedure,
  type ProcedureOrder,
  RING_KINDS,
} from "./chaos_plan.ts";

const CAPACITIES = [1, 2, 4, 8, 16, 32, 64, 128];
/** Most are small, to be overrun; the largest holds more than an aggregator copies at a time. */
const OBSERVATION_CAPACITIES = [1, 2, 4, 8, 16, 32, 512];
/** The least is more than a step without faults takes. */
const CYCLES_NS_MAX = [2_000, 5_000, 20_000];
/** Runbooks after which a system goes on, in the proportion in which they are followed. */
const STANDING_PROCEDURES = [
  "restart-through-warmup",
  "failover-drill",
  "isolate-slow-consumer",
  "isolate-slow-consumer",
] as const;
/** The steps of each runbook whose action may throw half way. */
const STEPS_THAT_THROW: Readonly<Record<Procedure, readonly number[]>> = {
  "restart-through-warmup": [1],
  "failover-drill": [0],
  "isolate-slow-consumer": [0],
  "drain-and-shut-down": [0, 1, 3],
};
const WRAPS = [2 ** 30, 2 ** 31, 2 ** 32, 2 ** 32 + 2 ** 31, 2 ** 40, 2 ** 50];
/** A start that far below a wrap is still likely to pass it. */
const BELOW_WRAP_MAX = 150;

/** Draws everything that a seed stands for. The same seed gives the same plan, on every machine. */
export function drawPlan(seed: number): ChaosPlan {
  const random = new SeededRandom(seed);
  const capacity = random.pick(CAPACITIES);
  const totalSteps = random.integer(10, CHAOS_STEPS_MAX);
  const warmupTicks = random.pick([0, 1, 2, 5, 10, 20]);
  const others = random.integer(0, 3);
  const consumers = [
    drawConsumer(random, true),
    ...Array.from({ length: others }, () => drawConsumer(random, random.chance(0.4))),
  ];
  return {
    seed,
    ring: random.pick(RING_KINDS),
    batchMax: random.pick([1, 7, 64]),
    capacity,
    payloadWords: random.pick([0, 1, 2, 3, 4, 5, 8, 13]),
    startSequence: random.chance(0.3) ? 0 : random.pick(WRAPS) - random.integer(1, BELOW_WRAP_MAX),
    producerCycleNsMax: random.pick([0, ...CYCLES_NS_MAX]),
    readingNs: random.pick([0, 1, 7, 300]),
    warmupTicks,
    consumers,
    health: drawHealth(random),
    injections: drawFailureSchedule({
      random,
      totalSteps,
      failures: random.integer(0, 8),
      stepsMax: random.integer(1, 15),
    }).injections,
    steps: drawSteps(random, { totalSteps, capacity, warmupTicks, consumers }),
  };
}

function drawConsumer(random: SeededRandom, isExecutor: boolean): ChaosConsumer {
  return {
    isExecutor,
    onOverrun: random.pick(OVERRUN_POLICIES),
    cycleNsMax: random.pick(CYCLES_NS_MAX),
    interruptedEvery: isExecutor ? random.pick([0, 0, 0, 3, 10, 50]) : 0,
    observations: isExecutor && random.chance(0.5)
      ? { capacity: random.pick(OBSERVATION_CAPACITIES), isWatchedLate: random.chance(0.3) }
      : undefined,
  };
}

function drawHealth(random: SeededRandom): ChaosHealth {
  const lag = random.pick([0.25, 0.5, 0.75, 1]);
  const stalenessNs = random.pick([1_000, 5_000, 50_000]);
  return {
    lag: [lag, lag * random.pick([0, 0.5, 1])],
    stalenessNs: [stalenessNs, stalenessNs * random.pick([0.5, 1])],
    // Not drawn, so that a seed goes on standing for the same.
    heartbeatNs: 2 * stalenessNs,
    quietNs: random.pick([2_000, 10_000, 100_000]),
    loss: random.pick([0, 0, 5]),
    overruns: random.pick([0, 0, 2]),
    stalls: random.pick([0, 1]),
    dropped: random.pick([0, 5]),
    recoveryTicks: random.chance(0.5) ? 0 : random.integer(1, 5),
  };
}

/** Choices that the steps are drawn from. */
interface StepsDraw {
  readonly totalSteps: number;
  readonly capacity: number;
  readonly warmupTicks: number;
  readonly consumers: readonly ChaosConsumer[];
}

function drawSteps(random: SeededRandom, draw: StepsDraw): Operation[][] {
  const { totalSteps, capacity, consumers } = draw;
  const startStep = random.chance(0.8) ? 0 : random.integer(1, 5);
  const shutdownStep = random.chance(0.15)
    ? random.chance(0.2) ? random.integer(0, 5) : random.integer(Math.floor(totalSteps / 3), totalSteps - 1)
    : -1;
  const drainStep = random.chance(0.2) ? random.integer(Math.floor(totalSteps / 3), totalSteps - 1) : -1;
  const ingestRate = random.integer(0, 5);
  const burstChance = random.pick([0, 0.05, 0.2]);
  const rates = consumers.map(({ observations }, n) => ({
    joinStep: n === 0 ? 0 : random.chance(0.5) ? 0 : random.integer(1, totalSteps - 1),
    polls: random.integer(0, 6),
    pauseFrom: random.integer(0, totalSteps),
    pauseSteps: random.chance(0.5) ? 0 : random.integer(1, 20),
    max: random.pick([1, 1, 2, 7, 200]),
    watchChance: observations === undefined ? 0 : random.pick([0.05, 0.5, 1]),
    watchMax: random.pick([1, 3, 1_000]),
  }));
  // How often operators interfere: in some runs never, in others all the time.
  const interference = random.pick([0, 0.02, 0.1]);
  // A coarse grain makes times meet their limits exactly.
  const grainNs = random.pick([1, 500]);
  return Array.from({ length: totalSteps }, (_, step) => {
    const operations: Operation[] = [{ kind: "tick" }, {
      kind: "wait",
      ns: random.integer(0, 2_000 / grainNs) * grainNs,
    }];
    const add = (chance: number, make: () => Operation) => {
      if (random.chance(chance)) operations.push(make());
    };
    if (step >= startStep) add(step === startStep ? 1 : interference / 2, () => ({ kind: "start" }));
    const burst = random.chance(burstChance) ? random.integer(1, 2 * capacity + 3) : 0;
    const count = random.integer(0, 2 * ingestRate) + burst;
    if (count > 0) operations.push({ kind: "ingest", count, isOversized: random.chance(0.02) });
    add(0.15, () => ({ kind: "claim", count: random.integer(1, Math.min(capacity, 20) + 1) }));
    add(0.15, () => ({ kind: "publish" }));
    rates.forEach(({ joinStep, polls, pauseFrom, pauseSteps, max, watchChance, watchMax }, consumer) => {
      if (step === joinStep) operations.push({ kind: "join", consumer });
      if (step < joinStep) return;
      add(watchChance, () => ({ kind: "watch", consumer, max: watchMax }));
      add(interference / 2, () => ({ kind: "rejoin", consumer }));
      if (step >= pauseFrom && step < pauseFrom + pauseSteps) return;
      const times = random.integer(0, 2 * polls);
      if (times > 0) operations.push({ kind: "poll", consumer, times, max: random.chance(0.5) ? 1 : max });
      add(interference / 2, () => ({ kind: "resume", consumer, at: random.pick(["head", "oldest"] as const) }));
    });
    add(0.2, () => ({ kind: "look", back: random.integer(-1, capacity + 2) }));
    add(0.7, () => ({ kind: "health" }));
    add(0.1, () => ({
      kind: "metrics",
      consumer: random.integer(0, consumers.length - 1),
      action: random.pick(["interval", "interval", "reset", "drop"] as const),
    }));
    add(interference, () => ({ kind: "clock-step", skewNs: random.integer(-20_000, 20_000) }));
    add(interference, () => ({
      kind: "failure",
      failure: random.pick(FAILURE_IDS),
      action: random.pick(["activate", "deactivate"] as const),
    }));
    add(interference, () => ({ kind: "restart" }));
    add(interference, () => ({ kind: "operator", to: random.integer(0, 3) as LifecycleState }));
    add(interference, () => ({ kind: "halt", action: random.pick(["halt", "end"] as const) }));
    add(Math.max(interference / 2, 0.04), () => ({
      kind: "runbook",
      ...drawOrder(random, random.pick(STANDING_PROCEDURES), draw),
    }));
    if (step === drainStep) operations.push({ kind: "runbook", ...drawOrder(random, "drain-and-shut-down", draw) });
    if (step === shutdownStep) operations.push({ kind: "shutdown", pollsMax: random.integer(0, 2 * capacity) });
    return shuffle(random, operations);
  });
}

function drawOrder(random: SeededRandom, procedure: Procedure, draw: StepsDraw): ProcedureOrder {
  const others = draw.consumers.length - 1;
  return {
    procedure,
    // A drain asks for two approvals, the others for one.
    approvals: random.pick([0, 1, 2, 2, 2, 2, 2, 2]),
    // They are given at once, or late, or too late.
    approvalTicks: random.pick([0, 0, 0, 3]),
    approvalTicksMax: random.pick([0, 3, 5]),
    ticksMax: Math.max(0, draw.warmupTicks + random.integer(-1, 10)),
    // The first consumer is what the system is for. It is not isolated, unless there is no other.
    consumer: procedure === "isolate-slow-consumer" && others > 0 ? random.integer(1, others) : 0,
    lagMax: Math.floor(random.pick([0, 0, draw.capacity / 4, draw.capacity])),
    mishap: random.chance(0.3) ? drawMishap(random, procedure) : undefined,
  };
}

function drawMishap(random: SeededRandom, procedure: Procedure): Mishap {
  if (random.chance(0.5)) return { of: "verification", step: random.integer(0, 3) };
  return { of: "action", step: random.pick(STEPS_THAT_THROW[procedure]) };
}

/** Puts items in an order drawn at random, by exchanging them. */
function shuffle<Item>(random: SeededRandom, items: Item[]): Item[] {
  for (let n = items.length - 1; n > 0; n--) {
    const other = random.integer(0, n);
    [items[n], items[other]] = [items[other], items[n]];
  }
  return items;
}
