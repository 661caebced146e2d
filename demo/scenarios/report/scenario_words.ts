/**
 * What is to be said of a scenario that has been run, in words and numbers, without a layout: reports as text and as a page
 * say the same.
 *
 * @module
 */
import type { Injection } from "../../../control/mod.ts";
import { describeInstability, describeRatio, type Load, loadOf } from "../../capacity/load.ts";
import type { Episode, Track } from "../../system/run_record.ts";
import { describeSpan, stateSpans } from "../../system/state_spans.ts";
import { sum, summarize, type Summary } from "../../system/summary.ts";
import { formatNs } from "../../terminal/layout/layout.ts";
import { formatShare } from "../../terminal/layout/number_format.ts";
import { predict, type Prediction } from "../prediction.ts";
import type { ScenarioResult } from "../scenario.ts";

/** The description of a scenario is true for its own settings. A user may have given others. */
export const OTHER_NUMBERS =
  "That is said of the scenario's own settings. This run has others: of it, the claims below are made.";

/** The capacity law. */
export const LAW = "the least step i >= 0 with N + i * max(0, N - M) > C";

/** What the letters of the law stand for. */
export const LAW_LETTERS = "N events and M polls a step, ring of C";

/** Meaning of staleness. */
export const STALENESS_NOTE = "age of an event when it is decided on, simulated time";

/** A name and its value. */
export type NamedValue = readonly [name: string, value: string];

/** The settings, under the names of the options that change them, in rows of at most two. */
export function settingPairs({ request: { config } }: Pick<ScenarioResult, "request">): NamedValue[][] {
  return [
    [["capacity", `${config.ringCapacity} events`], ["warmup", `${config.warmupTicks} ticks`]],
    [["ingest", `${config.ingestPerStep} a step`], ["on-overrun", config.onOverrun]],
    [["polls", `${config.pollsPerStep} a step`], ["seed", String(config.seed)]],
    [["steps", `${config.totalSteps} of ${config.stepNs} ns`]],
  ];
}

/** The injections, as options would say them. */
export function injectionTexts({ request }: Pick<ScenarioResult, "request">): string[] {
  return request.failures.injections.map(describeInjection);
}

/** The injections that were left out; undefined, if none was. */
export function describeLeftOut({ injectionsAfterEnd }: Pick<ScenarioResult, "injectionsAfterEnd">):
  | string
  | undefined {
  if (injectionsAfterEnd.length === 0) return undefined;
  return `left out, after the last step: ${injectionsAfterEnd.map(describeInjection).join(" ")}`;
}

/** As an option would say it, with the failure where it is not the one that the option means. */
export function describeInjection({ step, action, failure }: Injection): string {
  return `${step}:${action}${failure === OPTION_FAILURE ? "" : `(${failure})`}`;
}

/** The failure that `--inject` means. */
const OPTION_FAILURE = "market-data-outage";

/** The spans of the lifecycle. */
export function spanTexts({ run }: Pick<Track, "run">): string[] {
  return stateSpans(run.state).map(describeSpan);
}

/** How long it took to halt; undefined, if the system never left READY. */
export function describeHalt({ run: { timeToHaltNs } }: Pick<Track, "run">): string | undefined {
  return timeToHaltNs === undefined ? undefined : `time to halt: ${timeToHaltNs} ns`;
}

/** What the law says of a track, beside what was seen. */
export interface OverrunWords {
  /** The prediction: `step 12`. */
  readonly predicted: string;
  /** The observation. */
  readonly observed: string;
  /** Whether they are the same, and a poll tells of what is lost. */
  readonly isGood: boolean;
  /** The law, with the numbers of the track in it. */
  readonly why: string;
  /** What no poll has told, or only later; undefined, if there is nothing. */
  readonly silence: string | undefined;
  /** Demand of the feed on the consumer, and on any ring. */
  readonly load: string;
}

/** The prediction of the law for a track, beside the observation. */
export function overrunWords(track: Track): OverrunWords {
  const prediction = predict(track);
  const observed = summarize(track).firstOverrunStep;
  const isSilent = prediction.step === undefined && prediction.overwrittenStep !== undefined;
  return {
    predicted: describeStep(prediction.step),
    observed: describeStep(observed),
    isGood: observed === prediction.step && !isSilent,
    why: explain(track, prediction),
    silence: explainSilence(track, prediction),
    load: explainLoad(loadOf(track.run.plan, track.consumer.plan)),
  };
}

/** An overrun is found by a poll. Events overwritten without a poll are lost all the same. */
function explainSilence(track: Track, { step, overwrittenStep, rates }: Prediction): string | undefined {
  if (overwrittenStep === undefined || step === overwrittenStep) return undefined;
  const { capacity } = track.run.plan;
  const reached = rates === undefined
    ? `the backlog exceeds ${capacity}`
    : `${rates.ingest} + ${overwrittenStep} * ${rates.ingest} = ${rates.ingest * (overwrittenStep + 1)} > ${capacity}`;
  const found = step === undefined ? "no poll finds it" : `a poll finds it in step ${step}`;
  return `lapped in step ${overwrittenStep}, where ${reached}: what is unread is overwritten, and ${found}`;
}

/** Demand of the feed on the consumer, and on any ring. */
function explainLoad(load: Load): string {
  const { eventsPerStep, pollsPerStep, ratio, isStable, isDrained, neededCapacity, sufficientCapacity } = load;
  const rest = isDrained || sufficientCapacity !== undefined
    ? ""
    : ", and ends with a backlog in any ring that holds it";
  const need = `this run needs ${slots(neededCapacity)}${rest}`;
  if (ratio === 0) return "load 0: no event comes";
  if (isStable === undefined) return `load ${describeRatio(load)} on average; ${need}`;
  const sum = ratio === Infinity
    ? `load of ${eventsPerStep} a step and no poll`
    : `load ${eventsPerStep} / ${pollsPerStep} = ${describeRatio(load)}`;
  if (!isStable) return `${sum}, ${describeInstability(load)}`;
  return `${sum}, ${ratio < 1 ? "stable" : "with no poll to spare: a backlog would stay for good"}; ${need}`;
}

function slots(count: number): string {
  return count === 1 ? "1 slot" : `${count} slots`;
}

/** A step, or that there is none. */
export function describeStep(step: number | undefined): string {
  return step === undefined ? "never" : `step ${step}`;
}

/** The law, with the numbers of a track in it. */
function explain({ run }: Track, { step, stepWithoutEnd, rates }: Prediction): string {
  const { capacity, ingest } = run.plan;
  if (rates === undefined) {
    return step === undefined
      ? `rates change; never polled with a backlog above ${capacity}`
      : `rates change; first polled with a backlog above ${capacity} in step ${step}`;
  }
  if (rates.polls === 0) return "M = 0: it never polls, and so is never told of an overrun";
  const growth = Math.max(0, rates.ingest - rates.polls);
  const term = (i: number) => `${rates.ingest} + ${i} * ${growth} = ${rates.ingest + i * growth}`;
  if (stepWithoutEnd === undefined) return `${rates.ingest} + i * 0 = ${rates.ingest} <= ${capacity} in every step i`;
  if (step === undefined) {
    const last = ingest.length - 1;
    return `${term(last)} <= ${capacity} in the last step; ${
      term(stepWithoutEnd)
    } > ${capacity} would be in step ${stepWithoutEnd}`;
  }
  const reached = `${term(step)} > ${capacity}`;
  return step === 0 ? reached : `${reached}, and before it ${term(step - 1)} <= ${capacity}`;
}

/** A whole, and the parts that it is the sum of. */
export type Identity = readonly [name: string, whole: string, parts: string];

/** Account of the events, losses, decisions and polls of a consumer, as equations. */
export function identitiesOf(track: Track): Identity[] {
  const summary = summarize(track);
  const { totalIngested, totalAcks, executedAcks, provisionalAcks, totalOverruns, totalEmptyPolls } = summary;
  const polls = totalAcks + totalOverruns + totalEmptyPolls;
  return [
    ["ingested", String(totalIngested), describeEvents(summary)],
    ["lost", String(summary.totalUndeliverable), describeLoss(summary)],
    ["acks", String(totalAcks), `${executedAcks} live + ${provisionalAcks} provisional`],
    ["polls", String(polls), `${totalAcks} events + ${totalOverruns} overruns + ${totalEmptyPolls} empty`],
  ];
}

/** The account of losses. An overwritten event is lost, whether or not the consumer has polled since. */
export function describeEvents({ totalAcks, totalUndeliverable, finalReadable }: Summary): string {
  return `${totalAcks} acks + ${totalUndeliverable} lost + ${finalReadable} readable`;
}

/** How events were lost, and how many of these no poll has found. */
function describeLoss(summary: Summary): string {
  const parts = `${summary.totalSkipped} skipped + ${summary.totalOverwritten} overwritten unread`;
  const unfound = countUnfound(summary);
  return unfound === 0 ? parts : `${parts}, of which no poll found ${unfound}`;
}

/** Events lost that no poll has found lost. */
function countUnfound({ totalUndeliverable, totalLost }: Summary): number {
  return totalUndeliverable - totalLost;
}

/** The overruns themselves: however many polls find one, it is one until the consumer resumes. Undefined for none. */
export function describeEpisodes({ consumer: { episodes, steps } }: Track): string | undefined {
  if (episodes.length === 0) return undefined;
  const [{ step, endStep, lost }] = episodes;
  if (endStep === undefined) {
    return `one overrun, from step ${step} to the end, found by ${sum(steps.overruns)} polls: ${lost} events lost`;
  }
  if (episodes.length === 1) return `one overrun, in step ${step}, ended there by a resume: ${lost} events lost`;
  const most = episodes.reduce((most, episode) => Math.max(most, episode.lost), 0);
  return `${episodes.length} overruns, each ended by a resume: at most ${most} events lost in one`;
}

/** A row of a table: its name, and a cell for each track. */
export type TableRow = readonly [name: string, ...cells: string[]];

/** The same numbers for several consumers. The name of a part begins with spaces. */
export function comparisonRows(tracks: readonly Track[]): TableRow[] {
  const summaries = tracks.map(summarize);
  const row = (name: string, cell: (summary: Summary, track: Track) => string | number): TableRow => [
    name,
    ...summaries.map((summary, n) => String(cell(summary, tracks[n]))),
  ];
  const rowIfAny = (name: string, count: (summary: Summary, track: Track) => number) =>
    summaries.some((summary, n) => count(summary, tracks[n]) > 0) ? [row(name, count)] : [];
  return [
    row("capacity", (_, { run }) => run.plan.capacity),
    row("ingested", ({ totalIngested }) => totalIngested),
    row("polls", (_, { consumer }) => sum(consumer.plan.polls)),
    row("acks", ({ totalAcks }) => totalAcks),
    row("  live", ({ executedAcks }) => executedAcks),
    row("  provisional", ({ provisionalAcks }) => provisionalAcks),
    row("lost", ({ totalUndeliverable }) => totalUndeliverable),
    row("  skipped", ({ totalSkipped }) => totalSkipped),
    row("  overwritten", ({ totalOverwritten }) => totalOverwritten),
    ...rowIfAny("  found by no poll", countUnfound),
    row("readable", ({ finalReadable }) => finalReadable),
    row("overruns", ({ totalEpisodes }) => totalEpisodes),
    ...rowIfAny("  without an end", (_, { consumer }) => consumer.episodes.filter(isWithoutEnd).length),
    row("  found by polls", ({ totalOverruns }) => totalOverruns),
    row("empty polls", ({ totalEmptyPolls }) => totalEmptyPolls),
    row("last ack in step", (_, { consumer }) => lastStep(consumer.steps.acks)),
  ];
}

function isWithoutEnd({ endStep }: Episode): boolean {
  return endStep === undefined;
}

function lastStep(column: Int32Array): string {
  const step = column.findLastIndex((count) => count > 0);
  return step < 0 ? "none" : String(step);
}

/** Quantiles of a staleness, as {@linkcode stalenessCells} has them. */
export const STALENESS_HEAD = ["p50", "p90", "p99", "max"];

/** How old events were when they were decided on. */
export function stalenessCells({ consumer: { staleness } }: Track): string[] {
  if (staleness === undefined) return STALENESS_HEAD.map(() => "-");
  return [staleness.p50Ns, staleness.p90Ns, staleness.p99Ns, staleness.maxNs].map(formatNs);
}

/** How many events the staleness is of, for of the others nothing is known. */
export function describeStalenessShare(track: Track): string {
  const { totalAcks, totalIngested } = summarize(track);
  return `of ${totalAcks} of ${totalIngested} events, ${formatShare(totalAcks, totalIngested)}`;
}
