import type { ConsumerRecord, RunRecord } from "../system/run_record.ts";
import type { RecordedRun } from "./recorded_run.ts";
import { runProcess } from "./run_process.ts";
import type { TimelineProcess, TimelineSpan } from "./timeline_process.ts";

/**
 * A run by steps as a process of a timeline.
 *
 * @param name its name
 * @param record what happened
 * @param recorded what was kept of it, event by event
 * @param steps steps of a runbook. Default: there are none
 */
export function stepProcess(
  name: string,
  record: Pick<RunRecord, "plan" | "state" | "ingested" | "consumers">,
  recorded: RecordedRun,
  steps: readonly TimelineSpan[] = [],
): TimelineProcess {
  const { plan: { stepNs, failures }, state, consumers } = record;
  const taken = state.length;
  return runProcess({
    name,
    endNs: taken * stepNs,
    states: recorded.states,
    totalStates: recorded.totalStates,
    injections: failures.injections.filter(({ step }) => step < taken).map(({ step, failure, action }) => ({
      failure,
      action,
      atNs: step * stepNs,
    })),
    steps,
    lanes: consumers.map((consumer) => {
      const { plan: { name }, witness: { delivered, lost, overwritten } } = consumer;
      return {
        name,
        overwritten: [delivered + lost, overwritten],
        lag: { [Symbol.iterator]: () => lagOf(record, consumer) },
        lagValues: 2 * taken,
      };
    }),
  }, recorded);
}

/** The lag twice a step: when all has arrived and nothing has been polled, and at the end. */
function* lagOf(
  { plan: { stepNs }, state, ingested }: Pick<RunRecord, "plan" | "state" | "ingested">,
  { steps: { backlog } }: ConsumerRecord,
): Generator<readonly [number, number]> {
  const halfNs = Math.floor(stepNs / 2);
  for (let step = 0; step < state.length; step++) {
    const before = step === 0 ? 0 : backlog[step - 1];
    // Of two values at one moment the later counts.
    if (halfNs > 0) yield [step * stepNs + halfNs, before + ingested[step]];
    yield [(step + 1) * stepNs, backlog[step]];
  }
}
