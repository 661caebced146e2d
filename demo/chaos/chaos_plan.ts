import { OVERRUN_POLICIES, type OverrunPolicy } from "../../config/overrun_policy.ts";
import { FAILURE_IDS, type FailureId } from "../../control/failure/failure_scenario.ts";
import {
  drawFailureSchedule,
  FailureSchedule,
  type Injection,
  type InjectionAction,
} from "../../control/failure/failure_schedule.ts";
import { SeededRandom } from "../../control/failure/seeded_random.ts";
import type { LifecycleState } from "../../core/state/lifecycle_state.ts";

/** Something that happens in a chaos run. A step is a list of these, in the order in which they are done. */
export type Operation =
  /** The warm-up's part of a step. Every step has one. */
  | { readonly kind: "tick" }
  /** Time passes; a long time is a stall. */
  | { readonly kind: "wait"; readonly ns: number }
  /** The clock is shifted by so much against true time, and shows a time that may lie before the last. */
  | { readonly kind: "clock-step"; readonly skewNs: number }
  /** Events are taken in as bytes; `isOversized` first tries one that does not fit. */
  | { readonly kind: "ingest"; readonly count: number; readonly isOversized: boolean }
  /** Slots are claimed and written, in a batch that stays open until somebody publishes. */
  | { readonly kind: "claim"; readonly count: number }
  /** What is claimed is published. */
  | { readonly kind: "publish" }
  /** A consumer polls, so many times, each for at most `max` events. */
  | { readonly kind: "poll"; readonly consumer: number; readonly times: number; readonly max: number }
  /** A consumer joins. */
  | { readonly kind: "join"; readonly consumer: number }
  /** A consumer resumes, whether it is overrun or not. */
  | { readonly kind: "resume"; readonly consumer: number; readonly at: "head" | "oldest" }
  /** Somebody reads one event by its number, counted back from the head. */
  | { readonly kind: "look"; readonly back: number }
  /** A failure begins or ends out of schedule. */
  | { readonly kind: "failure"; readonly failure: FailureId; readonly action: InjectionAction }
  /** The system is started. */
  | { readonly kind: "start" }
  /** An operator restarts the warm-up. */
  | { readonly kind: "restart" }
  /** An operator moves the lifecycle by hand. */
  | { readonly kind: "operator"; readonly to: LifecycleState }
  /** The health of the system is judged. */
  | { readonly kind: "health" }
  /** An operator follows a runbook. Steps pass meanwhile. */
  | {
    readonly kind: "runbook";
    readonly procedure: Procedure;
    readonly isApproved: boolean;
    readonly ticksMax: number;
  }
  /** The metrics are read, as a whole or since the last time, or forgotten; or observations are reported as dropped. */
  | { readonly kind: "metrics"; readonly action: "snapshot" | "interval" | "reset" | "drop" }
  /** The system is shut down. */
  | { readonly kind: "shutdown"; readonly pollsMax: number };

/** The runbooks that an operator of a chaos run follows. */
export const PROCEDURES = ["restart-through-warmup", "failover-drill", "drain-and-shut-down"] as const;

/** One of {@linkcode PROCEDURES}. */
export type Procedure = typeof PROCEDURES[number];

/** The kinds of operations that can be left out of a run. Without a tick there would be no steps. */
export const OPERATION_KINDS = [
  "wait",
  "clock-step",
  "ingest",
  "claim",
  "publish",
  "poll",
  "join",
  "resume",
  "look",
  "failure",
  "start",
  "restart",
  "operator",
  "health",
  "runbook",
  "metrics",
  "shutdown",
] as const;

/** One of {@linkcode OPERATION_KINDS}. */
export type OperationKind = typeof OPERATION_KINDS[number];

/** A consumer of a chaos run. */
export interface ChaosConsumer {
  /** Whether an executor decides on its events. Otherwise they are only read, one by one or in batches. */
  readonly isExecutor: boolean;
  /** What it does about an overrun. */
  readonly onOverrun: OverrunPolicy;
}

/** Limits of the health checks. */
export interface ChaosHealth {
  /** Shares of the capacity: limit and recovery limit. */
  readonly lag: readonly [limit: number, recoveryLimit: number];
  /** Nanoseconds: limit and recovery limit. */
  readonly stalenessNs: readonly [limit: number, recoveryLimit: number];
  /** Nanoseconds of silence. */
  readonly quietNs: number;
  /** Events lost from one judgement to the next. */
  readonly loss: number;
  /** Overruns from one judgement to the next. */
  readonly overruns: number;
  /** Stalls from one judgement to the next. */
  readonly stalls: number;
  /** Observations dropped from one judgement to the next. */
  readonly dropped: number;
  /** Judgements in a row by which a check must be well before it lets go of the lifecycle; 0 if no check takes hold of it. */
  readonly recoveryTicks: number;
}

/** Everything that a seed stands for. */
export interface ChaosPlan {
  /** The seed. */
  readonly seed: number;
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** Payload words of every event. */
  readonly payloadWords: number;
  /** Sequence of the first event, mostly just below a place where numbers wrap. */
  readonly startSequence: number;
  /** Nanoseconds that a reading of the clock takes. */
  readonly readingNs: number;
  /** Ticks that a warm-up takes. */
  readonly warmupTicks: number;
  /** The consumers. The first is an executor, and there from the beginning. */
  readonly consumers: readonly ChaosConsumer[];
  /** Limits of the health checks. */
  readonly health: ChaosHealth;
  /** The failures that are injected by schedule. */
  readonly injections: readonly Injection[];
  /** What happens in each step, as long as there are faults. */
  readonly steps: readonly (readonly Operation[])[];
}

/** What a run is cut down to. */
export interface PlanCut {
  /** Steps with faults; Infinity for all. */
  readonly steps: number;
  /** Operations that are left out. */
  readonly without: readonly OperationKind[];
}

/** A plan of which nothing is cut. */
export const WHOLE_PLAN: PlanCut = Object.freeze({ steps: Infinity, without: [] });

/** A step that takes longer, in nanoseconds, is a stall. */
export const STALL_NS = 1_900;

/** Most steps with faults that a seed can stand for. */
export const CHAOS_STEPS_MAX = 100;

const CAPACITIES = [1, 2, 4, 8, 16, 32, 64, 128];
const WRAPS = [2 ** 30, 2 ** 31, 2 ** 32, 2 ** 32 + 2 ** 31, 2 ** 40, 2 ** 50];
/** A start that far below a wrap is still likely to pass it. */
const BELOW_WRAP_MAX = 150;

/** Draws everything that a seed stands for. The same seed gives the same plan, on every machine. */
export function drawPlan(seed: number): ChaosPlan {
  const random = new SeededRandom(seed);
  const capacity = random.pick(CAPACITIES);
  const totalSteps = random.integer(10, CHAOS_STEPS_MAX);
  const warmupTicks = random.pick([0, 1, 2, 5, 10, 20]);
  const consumers = [
    { isExecutor: true, onOverrun: random.pick(OVERRUN_POLICIES) },
    ...Array.from({ length: random.integer(0, 3) }, () => ({
      isExecutor: random.chance(0.4),
      onOverrun: random.pick(OVERRUN_POLICIES),
    })),
  ];
  return {
    seed,
    capacity,
    payloadWords: random.pick([0, 1, 2, 3, 4, 5, 8, 13]),
    startSequence: random.chance(0.3) ? 0 : random.pick(WRAPS) - random.integer(1, BELOW_WRAP_MAX),
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
    steps: drawSteps(random, { totalSteps, capacity, warmupTicks, consumers: consumers.length }),
  };
}

/** The same plan, with less in it. */
export function cutPlan(plan: ChaosPlan, cut: PlanCut): ChaosPlan {
  const isKept = ({ kind }: Operation) => kind === "tick" || !cut.without.includes(kind);
  return {
    ...plan,
    injections: isKept({ kind: "failure", failure: FAILURE_IDS[0], action: "activate" }) ? plan.injections : [],
    steps: plan.steps.slice(0, cut.steps).map((operations) => operations.filter(isKept)),
  };
}

/** The schedule of a plan's injections. */
export function scheduleOf(plan: ChaosPlan): FailureSchedule {
  return new FailureSchedule({ totalSteps: CHAOS_STEPS_MAX, injections: plan.injections });
}

function drawHealth(random: SeededRandom): ChaosHealth {
  const lag = random.pick([0.25, 0.5, 0.75, 1]);
  const stalenessNs = random.pick([1_000, 5_000, 50_000]);
  return {
    lag: [lag, lag * random.pick([0, 0.5, 1])],
    stalenessNs: [stalenessNs, stalenessNs * random.pick([0.5, 1])],
    quietNs: random.pick([2_000, 10_000, 100_000]),
    loss: random.pick([0, 0, 5]),
    overruns: random.pick([0, 0, 2]),
    stalls: random.pick([0, 1]),
    dropped: random.pick([0, 5]),
    recoveryTicks: random.chance(0.5) ? 0 : random.integer(1, 5),
  };
}

/** What the steps are drawn from. */
interface StepsDraw {
  readonly totalSteps: number;
  readonly capacity: number;
  readonly warmupTicks: number;
  readonly consumers: number;
}

function drawSteps(random: SeededRandom, draw: StepsDraw): Operation[][] {
  const { totalSteps, capacity, consumers } = draw;
  const startStep = random.chance(0.8) ? 0 : random.integer(1, 5);
  const shutdownStep = random.chance(0.15) ? random.integer(Math.floor(totalSteps / 3), totalSteps - 1) : -1;
  const drainStep = random.chance(0.1) ? random.integer(Math.floor(totalSteps / 3), totalSteps - 1) : -1;
  const ingestRate = random.integer(0, 5);
  const burstChance = random.pick([0, 0.05, 0.2]);
  const rates = Array.from({ length: consumers }, (_, n) => ({
    joinStep: n === 0 ? 0 : random.chance(0.5) ? 0 : random.integer(1, totalSteps - 1),
    polls: random.integer(0, 6),
    pauseFrom: random.integer(0, totalSteps),
    pauseSteps: random.chance(0.5) ? 0 : random.integer(1, 20),
    max: random.pick([1, 1, 2, 7, 200]),
  }));
  // How often somebody interferes: in some runs never, in others all the time.
  const interference = random.pick([0, 0.02, 0.1]);
  return Array.from({ length: totalSteps }, (_, step) => {
    const operations: Operation[] = [{ kind: "tick" }, { kind: "wait", ns: random.integer(0, 2_000) }];
    const add = (chance: number, make: () => Operation) => {
      if (random.chance(chance)) operations.push(make());
    };
    if (step >= startStep) add(step === startStep ? 1 : interference / 2, () => ({ kind: "start" }));
    const burst = random.chance(burstChance) ? random.integer(1, 2 * capacity + 3) : 0;
    const count = random.integer(0, 2 * ingestRate) + burst;
    if (count > 0) operations.push({ kind: "ingest", count, isOversized: random.chance(0.02) });
    add(0.15, () => ({ kind: "claim", count: random.integer(1, Math.min(capacity, 20) + 1) }));
    add(0.15, () => ({ kind: "publish" }));
    rates.forEach(({ joinStep, polls, pauseFrom, pauseSteps, max }, consumer) => {
      if (step === joinStep) operations.push({ kind: "join", consumer });
      if (step < joinStep || (step >= pauseFrom && step < pauseFrom + pauseSteps)) return;
      const times = random.integer(0, 2 * polls);
      if (times > 0) operations.push({ kind: "poll", consumer, times, max: random.chance(0.5) ? 1 : max });
      add(interference / 2, () => ({ kind: "resume", consumer, at: random.pick(["head", "oldest"] as const) }));
    });
    add(0.2, () => ({ kind: "look", back: random.integer(-1, capacity + 2) }));
    add(0.7, () => ({ kind: "health" }));
    add(0.1, () => ({ kind: "metrics", action: random.pick(["snapshot", "interval", "interval", "reset", "drop"]) }));
    add(interference, () => ({ kind: "clock-step", skewNs: random.integer(-20_000, 20_000) }));
    add(interference, () => ({
      kind: "failure",
      failure: random.pick(FAILURE_IDS),
      action: random.pick(["activate", "deactivate"] as const),
    }));
    add(interference, () => ({ kind: "restart" }));
    add(interference, () => ({ kind: "operator", to: random.integer(0, 3) as LifecycleState }));
    add(Math.max(interference / 2, 0.01), () => ({
      kind: "runbook",
      procedure: random.pick(["restart-through-warmup", "failover-drill"] as const),
      isApproved: random.chance(0.9),
      ticksMax: Math.max(0, draw.warmupTicks + random.integer(-1, 10)),
    }));
    if (step === drainStep) {
      operations.push({ kind: "runbook", procedure: "drain-and-shut-down", isApproved: true, ticksMax: 20 });
    }
    if (step === shutdownStep) operations.push({ kind: "shutdown", pollsMax: random.integer(0, 2 * capacity) });
    return shuffle(random, operations);
  });
}

/** Puts items in an order drawn at random, by exchanging them. */
function shuffle<Item>(random: SeededRandom, items: Item[]): Item[] {
  for (let n = items.length - 1; n > 0; n--) {
    const other = random.integer(0, n);
    [items[n], items[other]] = [items[other], items[n]];
  }
  return items;
}
