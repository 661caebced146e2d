import { createIdleStrategy, type IdleStrategyName, type LifecycleReader, LifecycleState } from "../../../mod.ts";
import { Command, type SharedControl, standingCommand } from "../between/control_words.ts";
import type { CycleTimer, ThreadCycles } from "./cycle_timer.ts";
import { type Collections, GcWatch } from "./gc_watch.ts";
import type { ThreadCollections } from "../between/thread_messages.ts";

/** Work that a hot thread repeats. */
export interface Duty {
  /** One bounded pass. Returns how much work there was: 0 if it found none. */
  pass(): number;
  /**
   * Whether to end, asked after each pass that is not to be followed by another like it: when the command is no longer to
   * run.
   *
   * @param command the command that stands
   * @param work what the pass before found
   */
  isDone(command: Command, work: number): boolean;
}

/** Parts of a duty cycle. */
export interface DutyCycleParts {
  /** The work. */
  readonly duty: Duty;
  /** Shared memory of the threads. */
  readonly control: SharedControl;
  /** Says whether the system is ready. */
  readonly lifecycle: LifecycleReader;
  /** How to wait for work. */
  readonly idle: IdleStrategyName;
  /** Times the cycles. */
  readonly timer: CycleTimer;
}

/** A thread's record of its duty cycle. */
export interface DutyCycleRecord {
  /** How its cycles went. */
  readonly cycles: ThreadCycles;
  /** Its garbage collections. */
  readonly collections: ThreadCollections;
}

/**
 * Works until the control plane says otherwise and the duty is done. The thread does not return to its event loop meanwhile:
 * commands come by a shared word, looked at after each pass.
 */
export function runDutyCycle({ duty, control, lifecycle, idle, timer }: DutyCycleParts): DutyCycleRecord {
  const strategy = createIdleStrategy(idle);
  const watch = new GcWatch();
  let warmup: Collections | null = null;
  timer.begin();
  for (;;) {
    const work = duty.pass();
    const command = standingCommand(control);
    if (command !== Command.RUN && duty.isDone(command, work)) break;
    if (warmup === null && lifecycle.state === LifecycleState.READY) {
      warmup = watch.read();
      timer.endWarmup();
    }
    strategy.idle(work);
    timer.turn(work);
  }
  timer.begin();
  const last = watch.read();
  // A run that never was ready was all warm-up.
  const collections = warmup === null ? { warmup: last, ready: {} } : { warmup, ready: last };
  return { cycles: timer.counts, collections };
}
