import type { MonotonicClock } from "../../mod.ts";
import { Interrupts, interruptSignals, statusOfSignal } from "../terminal/interrupts.ts";

/** What interrupts a long run. */
export interface Interruption {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** The exit status that it makes; undefined, if there was none. */
  readonly status: number | undefined;
  /** Ends the watch: from then on a signal ends the process. Doing so again does nothing. */
  ignore(): void;
}

/**
 * Watches for interrupts such as Ctrl-C: the first aborts the signal, so that what was done so far can be told. A second
 * one ends the process.
 *
 * @param clock tells a second interrupt from another piece of the first
 * @param onEnd called before the process ends
 */
export function watchInterruption(clock: MonotonicClock, onEnd: () => void): Interruption {
  const controller = new AbortController();
  const interrupts = new Interrupts();
  let status: number | undefined;
  const listeners = interruptSignals().map((name): [Deno.Signal, () => void] => [name, () => {
    const answer = interrupts.receive(clock.nowNs());
    status ??= statusOfSignal(name);
    if (answer === "stop") controller.abort();
    if (answer !== "end") return;
    onEnd();
    Deno.exit(statusOfSignal(name));
  }]);
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    ignore: () => {
      for (const [name, listener] of listeners.splice(0)) Deno.removeSignalListener(name, listener);
    },
  };
}
