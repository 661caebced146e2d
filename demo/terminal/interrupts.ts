/**
 * Interrupts of a live run, and how to count them.
 *
 * @module
 */

/** Answer to an interrupt. */
export type InterruptAnswer = "stop" | "same" | "end";

/**
 * Time after the first signal in which another one is part of the same interrupt, in nanoseconds. One Ctrl-C arrives up
 * to three times: the terminal sends it to every process of its group, and parent processes pass theirs on. No user
 * types that fast.
 */
const SAME_NS = 300_000_000;

/**
 * Tells a second interrupt from another piece of the first.
 */
export class Interrupts {
  private _firstNs: number | undefined = undefined;

  /**
   * Takes a signal.
   *
   * @param nowNs when it came, by a monotonic clock
   * @returns `"stop"` for the first, `"same"` for what belongs to it, `"end"` for one that comes later
   */
  receive(nowNs: number): InterruptAnswer {
    if (this._firstNs === undefined) {
      this._firstNs = nowNs;
      return "stop";
    }
    return nowNs - this._firstNs < SAME_NS ? "same" : "end";
  }
}

/** Tells the first piece of a signal that comes in several from the others. */
export class Pieces {
  private _lastNs = -Infinity;

  /**
   * Takes a signal.
   *
   * @param nowNs when it came, by a monotonic clock
   * @returns whether it is no piece of the one before
   */
  isFirst(nowNs: number): boolean {
    const isFirst = nowNs - this._lastNs >= SAME_NS;
    if (isFirst) this._lastNs = nowNs;
    return isFirst;
  }

  /** Counts what comes from now on as pieces, for as long as pieces may come: while the process was stopped it heard none. */
  renew(nowNs: number): void {
    this._lastNs = nowNs;
  }
}

/** The signals that interrupt, with their numbers where there is one. */
const NUMBERS: Partial<Record<Deno.Signal, number>> = { SIGHUP: 1, SIGINT: 2, SIGBREAK: 2, SIGTERM: 15 };

/**
 * The signals that interrupt a run here. That its terminal is closed is one of them, if it has one: a process without, as
 * `nohup` makes it, is not to be told.
 */
export function interruptSignals(): Deno.Signal[] {
  if (Deno.build.os === "windows") return ["SIGINT", "SIGBREAK"];
  return hasTerminal() ? ["SIGINT", "SIGTERM", "SIGHUP"] : ["SIGINT", "SIGTERM"];
}

/** Whether this process reads from or writes to a terminal. */
export function hasTerminal(): boolean {
  return [Deno.stdin, Deno.stdout, Deno.stderr].some((stream) => stream.isTerminal());
}

/** The exit status of a process that a signal ended, as a shell tells it. */
export function statusOfSignal(name: Deno.Signal): number {
  return 128 + (NUMBERS[name] ?? 2);
}
