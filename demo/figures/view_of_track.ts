import { lifecycleStateName } from "../../mod.ts";
import { predict } from "../scenarios/prediction.ts";
import type { RunRecord, Track } from "../system/run_record.ts";
import { accountsOf, summarize } from "../system/summary.ts";
import { quantilePoints } from "./quantile_points.ts";
import type { RunView, StateSpanView } from "./run_view.ts";

/** One consumer of a run by steps as figures draw it. */
export function viewOfTrack(track: Track): RunView {
  const { name, run, consumer: { plan, steps, episodes, stalenessNs, stalenessNsMax } } = track;
  const { backlog, acks, executedAcks, overruns } = steps;
  const { totalIngested, executedAcks: live, provisionalAcks, totalUndeliverable, finalReadable, firstOverrunStep } =
    summarize(track);
  const predicted = predict(track).step;
  let published = 0;
  const { lost } = accountsOf(track);
  return {
    name,
    policy: plan.onOverrun,
    capacity: run.plan.capacity,
    unit: "step",
    intervalNs: run.plan.stepNs,
    count: backlog.length,
    head: Float64Array.from(run.ingested, (count) => published += count),
    // All arrivals of a step come before its polls.
    lagMax: run.ingested.map((count, n) => count + (n === 0 ? 0 : backlog[n - 1])),
    lag: backlog,
    lost: lost.map((count, n) => n === 0 ? count : count - lost[n - 1]),
    overruns,
    live: executedAcks,
    provisional: acks.map((count, n) => count - executedAcks[n]),
    stalenessNsMax,
    states: statesOf(run),
    episodes: episodes.map(({ step, endStep, lost }) => ({ from: step, to: endStep, lost })),
    predicted,
    observed: firstOverrunStep,
    predictedText: stepText(predicted),
    observedText: stepText(firstOverrunStep),
    account: {
      events: totalIngested,
      live,
      provisional: provisionalAcks,
      lost: totalUndeliverable,
      waiting: finalReadable,
    },
    staleness: quantilePoints(stalenessNs),
  };
}

function stepText(step: number | undefined): string {
  return step === undefined ? "never" : `${step}`;
}

/** Steps in a row in one state, for the same causes. */
function statesOf({ state, causes }: RunRecord): StateSpanView[] {
  const spans: StateSpanView[] = [];
  let from = 0;
  for (let step = 1; step <= state.length; step++) {
    if (state[step] === state[from] && `${causes[step]}` === `${causes[from]}`) continue;
    spans.push({ state: lifecycleStateName(state[from]), from, to: step, causes: causes[from] });
    from = step;
  }
  return spans;
}
