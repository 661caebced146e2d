import type { SystemSpecification } from "../../config/mod.ts";
import { lifecycleStateName } from "../../mod.ts";
import { scheduleOf } from "../system/timed/control_turns.ts";
import type { TimedConsumerRecord, TimedRecord } from "../system/timed/timed_record.ts";
import type { RecordedRun } from "./recorded_run.ts";
import { runProcess } from "./run_process.ts";
import type { TimelineProcess } from "./timeline_process.ts";

/**
 * A run by times as a process of a timeline.
 *
 * @param name its name
 * @param specification the system
 * @param record what happened
 * @param recorded what was kept of it, event by event
 */
export function timedProcess(
  name: string,
  specification: Pick<SystemSpecification, "failures">,
  record: TimedRecord,
  recorded: RecordedRun,
): TimelineProcess {
  const { endNs, lifecycle, published, consumers } = record;
  return runProcess({
    name,
    endNs,
    states: lifecycle.map(({ state, fromNs, causes }) => ({ state: lifecycleStateName(state), fromNs, causes })),
    totalStates: lifecycle.length,
    injections: scheduleOf(specification.failures).injections
      .filter(({ step }) => step <= endNs)
      .map(({ step, failure, action }) => ({ failure, action, atNs: step })),
    lanes: consumers.map((consumer) => ({
      name: consumer.name,
      // What is left unread is the newest: whatever else has not been decided on was overwritten.
      overwritten: [0, published - consumer.backlog],
      lag: { [Symbol.iterator]: () => lagOf(consumer, endNs) },
      lagValues: 2 * consumer.intervals.lagMax.length,
    })),
  }, recorded);
}

/** The greatest lag of each interval, at its beginning, and the lag when it ends, a nanosecond before the next one begins. */
function* lagOf(
  { intervals: { intervalNs, lagMax, lag } }: TimedConsumerRecord,
  endNs: number,
): Generator<readonly [number, number]> {
  for (let n = 0; n < lagMax.length; n++) {
    // Intervals of a short run may be fractions of a nanosecond: most of those have none in them.
    const fromNs = Math.ceil(n * intervalNs);
    const lastNs = Math.ceil((n + 1) * intervalNs) - 1;
    if (lastNs < fromNs) continue;
    if (lagMax[n] !== lag[n]) yield [fromNs, lagMax[n]];
    yield [Math.min(Math.max(fromNs, endNs), lastNs), lag[n]];
  }
}
