import type { Injection } from "../../../control/mod.ts";
import { describeInstability, describeRatio, type Load, loadOf } from "../../capacity/load.ts";
import { predict, type Prediction } from "../prediction.ts";
import type { Episode, Track } from "../../system/run_record.ts";
import type { ScenarioResult } from "../scenario.ts";
import { describeSpan, stateSpans } from "../../system/state_spans.ts";
import { sum, summarize, type Summary } from "../../system/summary.ts";
import { ARROW } from "../../terminal/layout/bar_chart.ts";
import { renderVerdicts } from "../../terminal/layout/verdicts.ts";
import { formatShare } from "../../terminal/layout/number_format.ts";
import { alignTable, formatNs, hang, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../../terminal/layout/section.ts";
import { drawTimeline } from "./timeline.ts";

/** How a report is written. */
export interface TextReportOptions extends ReportOptions {
  /** The hash of the result. */
  readonly digest: string;
}

/** The report for people. Every number in it is read from the result or computed from it. */
export function renderText(result: ScenarioResult, options: TextReportOptions): string {
  const { scenario, tracks } = result;
  const { width, palette } = options;
  const body = width - INDENT.length;
  const timeline = drawTimeline(tracks, { width, palette });
  const sections: Section[] = [
    {
      title: `${scenario.id}: ${scenario.title}`,
      lines: indent([...wrap(scenario.proves, body), ...(result.isOwn ? [] : ["", ...wrap(OTHER_NUMBERS, body)])]),
    },
    { title: "Settings", lines: indent(settingsLines(result, body)) },
    {
      title: "Timeline",
      note: columnNote(timeline.stepsPerColumn),
      lines: [...timeline.lines, "", ...indent([...spanLines(tracks[0], body), ...legendLines(tracks, body)])],
    },
    {
      title: "First overrun",
      note: "N events and M polls a step, ring of C",
      lines: indent(overrunLines(tracks, options)),
    },
    tracks.length === 1
      ? { title: "Accounts", lines: indent(accountLines(tracks[0], body)) }
      : { title: "Side by side", lines: indent(comparisonLines(tracks, body)) },
    {
      title: "Staleness",
      note: "age of an event when it is decided on, simulated time",
      lines: indent(stalenessLines(tracks, body)),
    },
    renderVerdicts(result.claims, body, palette),
  ];
  return sections.map((section) => renderSection(section, options)).join("\n") +
    `\n${palette.faint(`digest ${options.digest}, the same on every machine`)}\n`;
}

/** The description of a scenario is true for its own settings. A user may have given others. */
export const OTHER_NUMBERS =
  "That is said of the scenario's own settings. This run has others: of it, the claims below are made.";

function columnNote(stepsPerColumn: number): string {
  if (stepsPerColumn === 1) return "one column is one step";
  return `one column is ${stepsPerColumn} steps: highest backlog, worst state`;
}

/** The settings, under the names of the options that change them. */
function settingsLines({ request, injectionsAfterEnd }: ScenarioResult, width: number): string[] {
  const { config, failures } = request;
  const pairs = [
    [["capacity", `${config.ringCapacity} events`], ["warmup", `${config.warmupTicks} ticks`]],
    [["ingest", `${config.ingestPerStep} a step`], ["on-overrun", config.onOverrun]],
    [["polls", `${config.pollsPerStep} a step`], ["seed", String(config.seed)]],
    [["steps", `${config.totalSteps} of ${config.stepNs} ns`]],
  ];
  const valueWidth = Math.min(VALUE_WIDTH_MAX, Math.floor(width / 2) - NAME_WIDTH);
  const rows = pairs.map((pair) => pair.map(([name, value]) => name.padEnd(NAME_WIDTH) + value.padEnd(valueWidth)));
  const injections = failures.injections.map(describeInjection);
  const lines = injections.length === 0
    ? ["none"]
    : atMost(LIST_LINES_MAX, wrap(injections.join(" "), width - NAME_WIDTH));
  if (injectionsAfterEnd.length > 0) {
    const steps = injectionsAfterEnd.map(describeInjection).join(" ");
    lines.push(...atMost(LIST_LINES_MAX, wrap(`left out, after the last step: ${steps}`, width - NAME_WIDTH)));
  }
  return [...rows.map((row) => row.join("")), ...hang("inject".padEnd(NAME_WIDTH), lines)];
}

const NAME_WIDTH = 12;
const VALUE_WIDTH_MAX = 22;
const LIST_LINES_MAX = 5;

/** As an option would say it, with the failure where it is not the one that the option means. */
export function describeInjection({ step, action, failure }: Injection): string {
  return `${step}:${action}${failure === OPTION_FAILURE ? "" : `(${failure})`}`;
}

/** The failure that `--inject` means. */
const OPTION_FAILURE = "market-data-outage";

function spanLines({ run }: Track, width: number): string[] {
  const spans = atMost(LIST_LINES_MAX, wrap(stateSpans(run.state).map(describeSpan).join(", "), width));
  const { timeToHaltNs } = run;
  return timeToHaltNs === undefined ? spans : [...spans, `time to halt: ${timeToHaltNs} ns`];
}

/** Meaning of the arrow of the timeline, if there may be one. */
function legendLines(tracks: readonly Track[], width: number): string[] {
  const isLapped = ({ consumer }: Track) => consumer.steps.overwritten.some((count) => count > 0);
  if (!tracks.some(isLapped)) return [];
  return hang(`${ARROW} `, wrap("more unread than the ring holds: the excess is overwritten, and lost", width - 2));
}

/** The first lines of a list that may be very long. */
function atMost(max: number, lines: readonly string[]): string[] {
  if (lines.length <= max) return [...lines];
  return [...lines.slice(0, max - 1), `... and ${lines.length - max + 1} more lines; --json has them all`];
}

/** The law, and for each track its prediction beside the observation. Tracks of which the same is to be said share it. */
function overrunLines(tracks: readonly Track[], { width, palette }: TextReportOptions): string[] {
  const texts = tracks.map((track) => describeOverrun(track, width - INDENT.length - LABEL_WIDTH, palette));
  const isShared = tracks.length > 1 && texts.every((lines) => lines.join() === texts[0].join());
  const labelled = isShared
    ? hang("each of them".padEnd(LABEL_WIDTH), texts[0])
    : texts.flatMap((lines, n) => hang(tracks[n].name.padEnd(LABEL_WIDTH), lines));
  const law = wrap("the least step i >= 0 with N + i * max(0, N - M) > C", width - INDENT.length - LABEL_WIDTH);
  return [...hang("law".padEnd(LABEL_WIDTH), law), ...labelled];
}

function describeOverrun(track: Track, width: number, palette: Palette): string[] {
  const prediction = predict(track);
  const observed = summarize(track).firstOverrunStep;
  const isSilent = prediction.step === undefined && prediction.overwrittenStep !== undefined;
  const paint = observed !== prediction.step || isSilent ? palette.bad : palette.good;
  return [
    `predicted ${describeStep(prediction.step)}, ${paint(`observed ${describeStep(observed)}`)}`,
    ...wrap(explain(track, prediction), width),
    ...explainSilence(track, prediction, width).map(palette.bad),
    ...wrap(explainLoad(loadOf(track.run.plan, track.consumer.plan)), width),
  ];
}

/** An overrun is found by a poll. Events overwritten without a poll are lost all the same. */
function explainSilence(track: Track, { step, overwrittenStep, rates }: Prediction, width: number): string[] {
  if (overwrittenStep === undefined || step === overwrittenStep) return [];
  const { capacity } = track.run.plan;
  const reached = rates === undefined
    ? `the backlog exceeds ${capacity}`
    : `${rates.ingest} + ${overwrittenStep} * ${rates.ingest} = ${rates.ingest * (overwrittenStep + 1)} > ${capacity}`;
  const found = step === undefined ? "no poll finds it" : `a poll finds it in step ${step}`;
  return wrap(
    `lapped in step ${overwrittenStep}, where ${reached}: what is unread is overwritten, and ${found}`,
    width,
  );
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

const LABEL_WIDTH = 16;

function describeStep(step: number | undefined): string {
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

/** Account of the events, losses, decisions and polls of a single consumer, as equations. */
function accountLines(track: Track, width: number): string[] {
  const summary = summarize(track);
  const { totalIngested, totalAcks, executedAcks, provisionalAcks, totalOverruns, totalEmptyPolls } = summary;
  const polls = totalAcks + totalOverruns + totalEmptyPolls;
  const lines = identityLines([
    ["ingested", String(totalIngested), describeEvents(summary)],
    ["lost", String(summary.totalUndeliverable), describeLoss(summary)],
    ["acks", String(totalAcks), `${executedAcks} live + ${provisionalAcks} provisional`],
    ["polls", String(polls), `${totalAcks} events + ${totalOverruns} overruns + ${totalEmptyPolls} empty`],
  ], width);
  return [...lines, ...describeEpisodes(track).flatMap((text) => wrap(text, width))];
}

/** A whole, and the parts it is the sum of, in each row. */
function identityLines(
  rows: readonly (readonly [name: string, whole: string, parts: string])[],
  width: number,
): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const wholeWidth = Math.max(...rows.map(([, whole]) => whole.length));
  return rows.flatMap(([name, whole, parts]) => {
    const label = `${name.padEnd(nameWidth)}  ${whole.padStart(wholeWidth)} = `;
    return hang(label, wrap(parts, width - label.length));
  });
}

/** The account of losses. An overwritten event is lost, whether or not the consumer has polled since. */
function describeEvents({ totalAcks, totalUndeliverable, finalReadable }: Summary): string {
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

/** The overruns themselves: however many polls find one, it is one until the consumer resumes. */
function describeEpisodes({ consumer: { episodes, steps } }: Track): string[] {
  if (episodes.length === 0) return [];
  const [{ step, endStep, lost }] = episodes;
  if (endStep === undefined) {
    return [`one overrun, from step ${step} to the end, found by ${sum(steps.overruns)} polls: ${lost} events lost`];
  }
  if (episodes.length === 1) return [`one overrun, in step ${step}, ended there by a resume: ${lost} events lost`];
  const most = episodes.reduce((most, episode) => Math.max(most, episode.lost), 0);
  return [`${episodes.length} overruns, each ended by a resume: at most ${most} events lost in one`];
}

/** The same numbers for several consumers, and the loss identity of each. */
function comparisonLines(tracks: readonly Track[], width: number): string[] {
  const summaries = tracks.map(summarize);
  const row = (name: string, cell: (summary: Summary, track: Track) => string | number) => [
    name,
    ...summaries.map((summary, n) => String(cell(summary, tracks[n]))),
  ];
  const rowIfAny = (name: string, count: (summary: Summary, track: Track) => number) =>
    summaries.some((summary, n) => count(summary, tracks[n]) > 0) ? [row(name, count)] : [];
  const table = alignTable([
    row("", (_, { name }) => name),
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
  ]);
  const identities = tracks.map((track, n): [string, string, string] => {
    const summary = summaries[n];
    return [track.name, String(summary.totalIngested), describeEvents(summary)];
  });
  return [...table, "", ...identityLines(identities, width)];
}

function isWithoutEnd({ endStep }: Episode): boolean {
  return endStep === undefined;
}

function lastStep(column: Int32Array): string {
  const step = column.findLastIndex((count) => count > 0);
  return step < 0 ? "none" : String(step);
}

/** How old events were when they were decided on; and how many these are, for of the others nothing is known. */
function stalenessLines(tracks: readonly Track[], width: number): string[] {
  const rows = tracks.map(({ name, consumer: { staleness } }) => {
    const cells = staleness === undefined
      ? Array(4).fill("-")
      : [staleness.p50Ns, staleness.p90Ns, staleness.p99Ns, staleness.maxNs].map(formatNs);
    return [tracks.length === 1 ? "" : name, ...cells];
  });
  const shares = tracks.map((track) => {
    const { totalAcks, totalIngested } = summarize(track);
    return `of ${totalAcks} of ${totalIngested} events, ${formatShare(totalAcks, totalIngested)}`;
  });
  const header = ["", "p50", "p90", "p99", "max"];
  const table = alignTable([[...header, ""], ...rows.map((row, n) => [...row, shares[n]])]);
  if (table[0].length <= width) return table;
  const lines = tracks.map(({ name }, n) => tracks.length === 1 ? shares[n] : `${name}: ${shares[n]}`);
  return [...alignTable([header, ...rows]), ...lines.flatMap((line) => wrap(line, width))];
}
