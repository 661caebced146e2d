import { lifecycleStateName } from "../../../mod.ts";
import type { Track } from "../../system/run_record.ts";
import { accountsOf } from "../../system/summary.ts";
import { alignTable } from "../../terminal/layout/layout.ts";

/** A line for each step of each track, under the names of its columns. */
export function renderTrace(tracks: readonly Track[]): string {
  return tracks.map((track) => {
    const heading = tracks.length === 1 ? [] : [track.name];
    return [...heading, ...alignTable(traceRows(track))].map((line) => `${line.trimEnd()}\n`).join("");
  }).join("\n");
}

/**
 * A loss counts in the step in which it happens, whether or not a poll has found it. Readable means unread and readable
 * in that step.
 */
function traceRows({ run, consumer }: Track): string[][] {
  const { steps } = consumer;
  const { lost, readable } = accountsOf({ consumer });
  const header = ["step", "ingested", "acks", "live", "empty", "overruns", "lost", "backlog", "readable", "state"];
  const rows = run.state.map((state, step) => [
    String(step),
    String(run.ingested[step]),
    String(steps.acks[step]),
    String(steps.executedAcks[step]),
    String(steps.emptyPolls[step]),
    String(steps.overruns[step]),
    String(lost[step] - (step === 0 ? 0 : lost[step - 1])),
    String(steps.backlog[step]),
    String(readable[step]),
    lifecycleStateName(state),
  ]);
  return [header, ...rows];
}
