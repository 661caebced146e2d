import { printable } from "../../../../config/printable.ts";
import { quantilePoints } from "../../../figures/quantile_points.ts";
import type { AccountView, EpisodeView, RunView, StateSpanView } from "../../../figures/run_view.ts";
import { columnsOf } from "../../../figures/view_of_timed.ts";
import { type ConsumerResult, type LiveResult, lostEvents, toldNs } from "../../plane/live_result.ts";
import { compare } from "../../plane/prediction/comparison.ts";
import { formatSpan } from "../format.ts";

/**
 * One consumer of a live run as figures draw it, as far as the control plane saw it. What a law says of it is known only for a
 * run with a feed.
 *
 * @param result the run
 * @param n the number of the consumer, from 0
 */
export function viewOfLive(result: LiveResult, n: number): RunView {
  const { plan, states } = result;
  const consumer = result.consumers[n];
  const columns = columnsOf(consumer.columns, plan.system?.consumers[n].onOverrun ?? plan.onOverrun);
  const { intervalNs, count } = columns;
  const columnOf = (ns: number | undefined) => ns === undefined ? undefined : ns / intervalNs;
  const law = compare(result).at(n);
  const seenNs = law === undefined ? firstOverrunNs(consumer) : law.firstOverrunNs;
  return {
    name: nameOf(result, n),
    capacity: plan.capacity,
    ...columns,
    states: spansOf(states, count, intervalNs),
    episodes: episodesOf(consumer),
    predicted: columnOf(law?.predicted.firstOverrunNs),
    observed: columnOf(seenNs),
    predictedText: describeMoment(law?.predicted.firstOverrunNs),
    observedText: describeMoment(seenNs),
    account: accountOf(consumer, result),
    staleness: quantilePoints(toldNs(consumer)),
  };
}

/** The name of a consumer: that of its specification, if it has one. */
export function nameOf({ plan: { system }, consumers }: LiveResult, n: number): string {
  const name = system?.consumers[n]?.name;
  return name === undefined ? `consumer ${consumers[n].number}` : printable(name);
}

function describeMoment(ns: number | undefined): string {
  return ns === undefined ? "never" : formatSpan(ns);
}

/** When a look of the control plane first found that there had been an overrun. */
function firstOverrunNs({ columns: { overruns, intervalNs } }: ConsumerResult): number | undefined {
  const at = overruns.findIndex((count) => count > 0);
  return at < 0 ? undefined : (at + 1) * intervalNs;
}

/** Most episodes that a view has. */
const EPISODES_MAX = 100_000;

/**
 * The overruns, as far as they are known: where looks of the control plane found that polls had found some. A consumer that goes
 * on finds each once; one that has stopped finds its last with every poll.
 */
function episodesOf({ report, columns: { overruns, undeliverable } }: ConsumerResult): EpisodeView[] {
  const episodes: EpisodeView[] = [];
  const most = Math.min(report?.episodes ?? Infinity, EPISODES_MAX);
  const hasStopped = report !== undefined && report.overwritten > 0;
  for (let n = 0; n < overruns.length; n++) {
    const found = overruns[n];
    for (let k = 1; k <= found && episodes.length < most; k++) {
      const from = n + k / (found + 1);
      const isLast = hasStopped && episodes.length === most - 1;
      episodes.push({ from, to: isLast ? undefined : from, lost: Math.round(undeliverable[n] / found) });
    }
  }
  return episodes;
}

function accountOf({ report, columns }: ConsumerResult, { producer }: LiveResult): AccountView {
  if (report !== undefined && producer !== undefined) {
    const { delivered, live, left, start } = report;
    return {
      events: producer.published - start,
      live,
      provisional: delivered - live,
      lost: lostEvents(report),
      waiting: left,
    };
  }
  // Of a thread that failed, what was seen of it.
  const [live, provisional, lost] = [columns.live, columns.provisional, columns.undeliverable].map(sumOf);
  const events = columns.published.at(-1) ?? 0;
  return { events, live, provisional, lost, waiting: Math.max(0, events - live - provisional - lost) };
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}

/** The states as spans of columns, without gaps and none of them empty. */
function spansOf(states: LiveResult["states"], count: number, intervalNs: number): StateSpanView[] {
  const at = (n: number) => n >= states.length ? count : Math.min(count, 1e6 * states[n].atMs / intervalNs);
  return states.flatMap(({ state, causes }, n) => {
    const [from, to] = [n === 0 ? 0 : at(n), at(n + 1)];
    return to > from ? [{ state, from, to, causes }] : [];
  });
}
