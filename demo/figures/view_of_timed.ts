import { formatDuration, type OnOverrunSpecification } from "../../config/mod.ts";
import { lifecycleStateName } from "../../mod.ts";
import type { SimulationResult } from "../simulate/simulation_result.ts";
import type { IntervalColumns } from "../system/timed/timed_record.ts";
import { quantilePoints } from "./quantile_points.ts";
import type { RunView } from "./run_view.ts";

/**
 * One consumer of a run by times as figures draw it.
 *
 * @param result the run
 * @param consumer the number of the consumer in the specification, from 0
 */
export function viewOfTimed({ specification, record, laws }: SimulationResult, consumer: number): RunView {
  const { onOverrun } = specification.consumers[consumer];
  const seen = record.consumers[consumer];
  const columns = columnsOf(seen.intervals, onOverrun);
  const { intervalNs, count } = columns;
  const columnOf = (ns: number | undefined) => ns === undefined ? undefined : ns / intervalNs;
  const predictedNs = laws[consumer].firstOverrunNs;
  const { lifecycle } = record;
  return {
    name: seen.name,
    capacity: specification.ring.capacity,
    ...columns,
    states: lifecycle.map(({ state, fromNs, causes }, n) => ({
      state: lifecycleStateName(state),
      from: fromNs / intervalNs,
      to: columnOf(lifecycle[n + 1]?.fromNs) ?? count,
      causes,
    })),
    episodes: seen.episodes.map(({ fromNs, toNs, lost }) => ({ from: fromNs / intervalNs, to: columnOf(toNs), lost })),
    predicted: columnOf(predictedNs),
    observed: columnOf(seen.firstOverrunNs),
    predictedText: timeText(predictedNs),
    observedText: timeText(seen.firstOverrunNs),
    account: {
      events: record.published,
      live: seen.live,
      provisional: seen.provisional,
      lost: seen.lost,
      waiting: seen.backlog,
    },
    staleness: quantilePoints(seen.stalenessNs),
  };
}

/** What a view takes of a run by times as it is: its columns, and the answer to an overrun. */
export function columnsOf(
  { intervalNs, published, lag, lagMax, overruns, undeliverable, live, provisional, stalenessNsMax }: IntervalColumns,
  onOverrun: OnOverrunSpecification,
) {
  return {
    policy: typeof onOverrun === "string" ? onOverrun : `leave: ${onOverrun.leave}`,
    unit: "time",
    intervalNs,
    count: published.length,
    head: published,
    lagMax,
    lag,
    lost: undeliverable,
    overruns,
    live,
    provisional,
    stalenessNsMax,
  } satisfies Partial<RunView>;
}

/** A time to three digits, with its unit apart: `2.47 ms`. */
function timeText(ns: number | undefined): string {
  return ns === undefined ? "never" : formatDuration(ns, 3).replace("u", "µ").replace(/[^\d.]+/, " $&");
}
