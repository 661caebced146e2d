import { checkParts } from "../../core/arguments.ts";
import type { CycleTimer } from "./cycle_timer.ts";
import type { IdleStrategy } from "./idle_strategy.ts";

/** The work of a loop. For the hot path: bounded time, no allocation. */
export interface Duty {
  /** Makes one bounded pass. Returns how much work there was: 0 if it found none. */
  pass(): number;
  /**
   * Whether the loop is to end, asked after each pass.
   *
   * @param work how much work the pass before found
   */
  isDone(work: number): boolean;
}

/** Parts of {@linkcode runDutyCycle}. */
export interface DutyCycleParts {
  /** The work. */
  readonly duty: Duty;
  /** Waits for work after a pass that found none. */
  readonly idle: IdleStrategy;
  /** Times the cycles. Default: they are not timed, and no clock is read. */
  readonly timer?: Pick<CycleTimer, "begin" | "turn">;
}

/** The null object of a timer. */
const NO_TIMER: Pick<CycleTimer, "begin" | "turn"> = /* @__PURE__ */ Object.freeze({ begin: () => {}, turn: () => {} });

/**
 * Works until the duty is done: pass after pass, and a wait after each that found no work.
 *
 * The thread does not return to its event loop meanwhile, so what ends the loop comes by shared memory, or from the work
 * itself: `isDone` looks there. What the duty throws is thrown on.
 *
 * Runs in the thread that calls it, to which all parts belong, and allocates nothing while it runs.
 *
 * @param parts the work, the idle strategy and the timer
 * @throws {TypeError} if a part is missing, or of another kind
 *
 * @example Consume until the producer has closed the ring
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, SharedRingBuffer } from "@low-latency/trading-sim";
 * import { createIdleStrategy, runDutyCycle } from "@low-latency/trading-sim/runtime";
 *
 * const ring = new SharedRingBuffer({ capacity: 8 }); // in the producer's thread
 * const reader = SharedRingBuffer.attachReader(ring.describe());
 * const consumer = reader.createConsumer();
 * ring.claimBatch(3);
 * ring.publish();
 * ring.close();
 *
 * runDutyCycle({
 *   duty: {
 *     pass: () => consumer.poll() === PollStatus.EVENT ? 1 : 0,
 *     isDone: (work) => work === 0 && reader.closed && consumer.lag === 0,
 *   },
 *   idle: createIdleStrategy("yield"),
 * });
 * assertEquals(consumer.delivered, 3);
 * ```
 */
export function runDutyCycle(parts: DutyCycleParts): void {
  checkParts("run a duty cycle", "parts", parts, { duty: "pass()", idle: "idle()", "timer?": "turn()" });
  const { duty, idle, timer = NO_TIMER } = parts;
  timer.begin();
  for (;;) {
    const work = duty.pass();
    if (duty.isDone(work)) break;
    idle.idle(work);
    timer.turn(work);
  }
  timer.begin();
}
