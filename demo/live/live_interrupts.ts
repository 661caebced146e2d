import type { MonotonicClock } from "../../mod.ts";
import { hasTerminal, Interrupts, interruptSignals, Pieces, statusOfSignal } from "../terminal/interrupts.ts";
import { type JobControl, openJobControl } from "../terminal/job_control.ts";
import type { Display } from "./view/displays.ts";

/**
 * Listens for interrupts: the first aborts the signal, a second one ends the process, after the display. And for what stops
 * a process and lets it go on.
 */
export function watchInterrupts(
  clock: MonotonicClock,
  display: Display,
): { readonly signal: AbortSignal; ignore(): void } {
  const controller = new AbortController();
  const interrupts = new Interrupts();
  const listeners = interruptSignals().map((name): [Deno.Signal, () => void] => [name, () => {
    const answer = interrupts.receive(clock.nowNs());
    if (answer === "stop") controller.abort();
    if (answer !== "end") return;
    display.close();
    Deno.exit(statusOfSignal(name));
  }]);
  let jobControl: JobControl | undefined;
  if (Deno.build.os !== "windows") {
    // Parent processes pass signals on to this process as well.
    const goings = new Pieces();
    const stops = new Pieces();
    listeners.push(["SIGCONT", () => {
      stops.renew(clock.nowNs());
      if (goings.isFirst(clock.nowNs())) display.resume();
    }]);
    jobControl = hasTerminal() ? openJobControl() : undefined;
    if (jobControl !== undefined) {
      listeners.push(["SIGTSTP", () => {
        if (!stops.isFirst(clock.nowNs())) return;
        jobControl?.stop();
        stops.renew(clock.nowNs());
      }]);
    }
  }
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  return {
    signal: controller.signal,
    ignore: () => {
      for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
      jobControl?.close();
    },
  };
}
