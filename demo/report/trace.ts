import { lifecycleStateName } from "../../core/state/lifecycle_state.ts";
import type { Track } from "../run_record.ts";
import { alignTable } from "./layout.ts";

/** A line for each step of each track, under the names of its columns. */
export function renderTrace(tracks: readonly Track[]): string {
  return tracks.map((track) => {
    const heading = tracks.length === 1 ? [] : [track.name];
    return [...heading, ...alignTable(traceRows(track))].map((line) => `${line.trimEnd()}\n`).join("");
  }).join("\n");
}

function traceRows({ run, consumer: { steps } }: Track): string[][] {
  const header = ["step", "ingested", "acks", "live", "empty", "overruns", "lost", "backlog", "state"];
  const rows = run.state.map((state, step) => [
    String(step),
    String(run.ingested[step]),
    String(steps.acks[step]),
    String(steps.executedAcks[step]),
    String(steps.emptyPolls[step]),
    String(steps.overruns[step]),
    String(steps.lost[step]),
    String(steps.backlog[step]),
    lifecycleStateName(state),
  ]);
  return [header, ...rows];
}
