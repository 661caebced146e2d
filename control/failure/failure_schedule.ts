import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
import { FAILURE_IDS, type FailureId } from "./failure_scenario.ts";
import type { SeededRandom } from "./seeded_random.ts";

/** Actions named in messages. */
const CREATE = "create FailureSchedule";
const DRAW = "draw a failure schedule";

/** Names of the actions on a failure. */
export const INJECTION_ACTIONS: readonly ["activate", "deactivate"] = ["activate", "deactivate"];

/** One of {@linkcode INJECTION_ACTIONS}. */
export type InjectionAction = typeof INJECTION_ACTIONS[number];

/** One entry of a schedule: at which step what is done to which failure. */
export interface Injection {
  /** The step at whose beginning it is done. */
  readonly step: number;
  /** The failure. */
  readonly failure: FailureId;
  /** The action on it. */
  readonly action: InjectionAction;
}

/** Settings of a schedule. */
export interface FailureScheduleSettings {
  /** Steps of the run: injections are at steps 0 to `totalSteps - 1`. */
  readonly totalSteps: number;
  /** The injections, in any order. Those of one step are done in the order given here. */
  readonly injections: Iterable<Injection>;
}

/**
 * A schedule of failures: which begin and end at which steps of a run.
 *
 * A schedule is data: it does nothing by itself. {@linkcode FailureInjector} carries it out.
 *
 * @example Schedule an outage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FailureSchedule } from "@low-latency/trading-sim/control";
 *
 * const schedule = new FailureSchedule({
 *   totalSteps: 50,
 *   injections: [
 *     { step: 40, failure: "market-data-outage", action: "deactivate" },
 *     { step: 20, failure: "market-data-outage", action: "activate" },
 *   ],
 * });
 * assertEquals(schedule.injections[0].step, 20); // sorted by step
 * ```
 */
export class FailureSchedule {
  /** Steps of the run. */
  declare readonly totalSteps: number;
  /** The injections, sorted by step. Frozen. */
  declare readonly injections: readonly Injection[];

  /**
   * Makes a schedule.
   *
   * @param settings the length of the run and the injections
   * @throws {RangeError} if a step is out of range, a failure or an action is unknown, or two injections at one step contradict
   */
  constructor(settings: FailureScheduleSettings) {
    checkParts(CREATE, "settings", settings, { injections: "[]" });
    const { totalSteps } = settings;
    checkInteger(CREATE, "totalSteps", totalSteps, 1);
    const injections: Injection[] = [];
    const actionOf = new Map<string, InjectionAction>();
    for (const { step, failure, action } of settings.injections) {
      checkInteger(CREATE, "the step of an injection", step, 0, totalSteps - 1);
      checkName("the failure of an injection", failure, FAILURE_IDS);
      checkName("the action of an injection", action, INJECTION_ACTIONS);
      const key = `${step} ${failure}`;
      if ((actionOf.get(key) ?? action) !== action) {
        throw new RangeError(
          `Cannot ${CREATE}: injections must not contradict, got both activate and deactivate for ${failure} at step ${step}`,
        );
      }
      actionOf.set(key, action);
      injections.push(Object.freeze({ step, failure, action }));
    }
    this.totalSteps = totalSteps;
    this.injections = Object.freeze(injections.sort((one, other) => one.step - other.step));
  }
}

/** Settings of a random schedule. */
export interface FailureDraw {
  /** The source. The same state of it gives the same schedule. */
  readonly random: SeededRandom;
  /** Steps of the run, at least 2: a failure begins at one and ends at a later one. */
  readonly totalSteps: number;
  /** Failures to draw, 0 to `totalSteps - 1`: the steps to begin at. Those of one kind that overlap or touch become one. */
  readonly failures: number;
  /** Steps that a failure lasts at most, at least 1. Those that overlap may last longer together. */
  readonly stepsMax: number;
}

/**
 * Draws a schedule at random. Every failure in it begins and ends within the run, so that what comes after can be watched.
 *
 * @param draw the source of randomness and the limits
 * @throws {RangeError} if a limit is out of range
 *
 * @example Draw the same schedule from the same seed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { drawFailureSchedule, SeededRandom } from "@low-latency/trading-sim/control";
 *
 * const draw = (seed: number) =>
 *   drawFailureSchedule({ random: new SeededRandom(seed), totalSteps: 100, failures: 5, stepsMax: 20 });
 * assertEquals(JSON.stringify(draw(7)), JSON.stringify(draw(7))); // the same seed, the same schedule
 * ```
 */
export function drawFailureSchedule(draw: FailureDraw): FailureSchedule {
  checkParts(DRAW, "draw", draw, { random: "integer()" });
  const { random, totalSteps, failures, stepsMax } = draw;
  checkInteger(DRAW, "totalSteps", totalSteps, 2, 2 ** 32);
  checkInteger(DRAW, "failures", failures, 0, totalSteps - 1);
  checkInteger(DRAW, "stepsMax", stepsMax, 1, 2 ** 32);
  const spans: Record<FailureId, Span[]> = { "market-data-outage": [], "execution-failure": [] };
  for (let n = 0; n < failures; n++) {
    const failure = random.pick(FAILURE_IDS);
    const from = random.integer(0, totalSteps - 2);
    const to = from + random.integer(1, Math.min(stepsMax, totalSteps - 1 - from));
    spans[failure].push({ from, to });
  }
  const injections = FAILURE_IDS.flatMap((failure) =>
    mergeTouching(spans[failure]).flatMap(({ from, to }): Injection[] => [
      { step: from, failure, action: "activate" },
      { step: to, failure, action: "deactivate" },
    ])
  );
  return new FailureSchedule({ totalSteps, injections });
}

/** A failure begins at step `from` and ends at step `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same steps in as few spans as there can be. Two that touch would begin and end a failure at one step. */
function mergeTouching(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.to < span.from) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}

function checkName(name: string, value: string, names: readonly string[]): void {
  if (!names.includes(value)) {
    throw new RangeError(`Cannot ${CREATE}: ${name} must be one of ${names.join(", ")}, got ${shown(value)}`);
  }
}
