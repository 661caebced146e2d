/**
 * The thread that measures the hiccups of the machine beside the others. Started as a Worker by the control plane.
 *
 * It shares no line of memory with a hot thread but those that all of them only read: the lifecycle and the command.
 *
 * @module
 */
import { LifecycleState, LifecycleView } from "../../../mod.ts";
import { awaitCommand, Command, standingCommand } from "../between/control_words.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { HiccupReport, MeterSetup } from "../between/thread_messages.ts";
import { serveThread } from "./_worker_scope.ts";
import { HiccupMeter } from "./measure/hiccup_meter.ts";

function meter({ thread, control, clock }: MeterSetup, ready: () => void): HiccupReport {
  const lifecycle = new LifecycleView(control.words);
  // Only differences of its readings count, so the clock need not be aligned.
  const meter = new HiccupMeter(openThreadClock(clock, control, thread).clock);
  ready();
  awaitCommand(control);
  let isWarmup = true;
  while (standingCommand(control) === Command.RUN) {
    meter.measure();
    if (!isWarmup || lifecycle.state !== LifecycleState.READY) continue;
    isWarmup = false;
    meter.endWarmup();
  }
  return meter.report;
}

serveThread(meter);
