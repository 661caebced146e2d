import { type LifecycleReader, LifecycleState } from "../../../../mod.ts";
import { type Duty, type IdleStrategy, runDutyCycle } from "../../../../runtime/mod.ts";
import { Command, type SharedControl, standingCommand } from "../../between/control_words.ts";
import type { ThreadCycles } from "../../between/thread_cycles.ts";
import type { Collections, ThreadCollections } from "../../between/thread_messages.ts";
import { GcWatch } from "./gc_watch.ts";
import type { ShownCycles, ThreadTimer } from "./shown_cycles.ts";

const { READY } = LifecycleState;
const { RUN } = Command;
const commandOf = standingCommand;

/** The work of a hot thread. */
export interface ThreadDuty {
  /** Makes one bounded pass. Returns how much work there was: 0 if it found none. */
  pass(): number;
  /**
   * Whether to end, asked after each pass once the command is no longer to run.
   *
   * @param command the command that stands
   * @param work what the pass before found
   */
  isDone(command: Command, work: number): boolean;
}

/** Parts of the duty cycle of a hot thread. */
export interface ThreadDutyCycleParts {
  /** The work. */
  readonly duty: ThreadDuty;
  /** Shared memory of the threads. */
  readonly control: SharedControl;
  /** Says whether the system is ready. */
  readonly lifecycle: LifecycleReader;
  /** Waits for work. */
  readonly idle: IdleStrategy;
  /** Times the cycles. */
  readonly timer: ThreadTimer;
}

/** A thread's record of its duty cycle. */
export interface DutyCycleRecord {
  /** Its cycles. */
  readonly cycles: ThreadCycles;
  /** Its garbage collections. */
  readonly collections: ThreadCollections;
}

/** A thread's duty under the commands of the control plane. Notes when the system is ready for the first time. */
class CommandedDuty implements Duty {
  declare private readonly _duty: ThreadDuty;
  declare private readonly _control: SharedControl;
  declare private readonly _lifecycle: LifecycleReader;
  declare private readonly _cycles: ShownCycles;
  private readonly _watch = new GcWatch();
  private _isWarmup = true;
  private _warmup: Collections = {};

  constructor({ duty, control, lifecycle, timer }: ThreadDutyCycleParts) {
    this._duty = duty;
    this._control = control;
    this._lifecycle = lifecycle;
    this._cycles = timer.cycles;
  }

  // @hot
  pass(): number {
    return this._duty.pass();
  }

  // @hot
  isDone(work: number): boolean {
    const command = commandOf(this._control);
    if (command !== RUN && this._duty.isDone(command, work)) return true;
    if (this._isWarmup && this._lifecycle.state === READY) this._endWarmup();
    return false;
  }

  /** The collections since the beginning. A run that never was ready was all warm-up. */
  collections(): ThreadCollections {
    const last = this._watch.read();
    return this._isWarmup ? { warmup: last, ready: {} } : { warmup: this._warmup, ready: last };
  }

  // @cold: once, when the system is ready
  private _endWarmup(): void {
    this._isWarmup = false;
    this._warmup = this._watch.read();
    this._cycles.endWarmup();
  }
}

/**
 * Works until the control plane says otherwise and the duty is done. Commands come by a shared word, looked at after each
 * pass.
 */
export function runThreadDutyCycle(parts: ThreadDutyCycleParts): DutyCycleRecord {
  const { idle, timer: { timer, cycles } } = parts;
  const duty = new CommandedDuty(parts);
  runDutyCycle({ duty, idle, timer });
  return { cycles: cycles.counts, collections: duty.collections() };
}
