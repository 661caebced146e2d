import type { Injection } from "../../control/failure/failure_schedule.ts";
import { predict, type Prediction } from "../prediction.ts";
import type { Track } from "../run_record.ts";
import type { ScenarioResult } from "../scenario.ts";
import { describeSpan, stateSpans } from "../state_spans.ts";
import { sum, summarize, type Summary } from "../summary.ts";
import { alignTable, formatNs, hang, wrap } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "./section.ts";
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
    { title: `${scenario.id}: ${scenario.title}`, lines: indent(wrap(scenario.proves, body)) },
    { title: "Settings", lines: indent(settingsLines(result, body)) },
    {
      title: "Timeline",
      note: columnNote(timeline.stepsPerColumn),
      lines: [...timeline.lines, "", ...indent(spanLines(tracks[0], body))],
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
      lines: indent(stalenessLines(tracks)),
    },
    claimsSection(result, body, palette),
  ];
  return sections.map((section) => renderSection(section, options)).join("\n") +
    `\n${palette.faint(`digest ${options.digest}, the same on every machine`)}\n`;
}

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
  return atMost(LIST_LINES_MAX, wrap(stateSpans(run.state).map(describeSpan).join(", "), width));
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
  const paint = observed === prediction.step ? palette.good : palette.bad;
  return [
    `predicted ${describeStep(prediction.step)}, ${paint(`observed ${describeStep(observed)}`)}`,
    ...wrap(explain(track, prediction), width),
  ];
}

const LABEL_WIDTH = 16;

function describeStep(step: number | null): string {
  return step === null ? "never" : `step ${step}`;
}

/** The law, with the numbers of a track in it. */
function explain({ run }: Track, { step, stepWithoutEnd, rates }: Prediction): string {
  const { capacity, ingest } = run.plan;
  if (rates === null) {
    return step === null
      ? `rates change; never polled with a backlog above ${capacity}`
      : `rates change; first polled with a backlog above ${capacity} in step ${step}`;
  }
  if (rates.polls === 0) return "M = 0: it never polls, and an overrun is something that a poll finds";
  const growth = Math.max(0, rates.ingest - rates.polls);
  const term = (i: number) => `${rates.ingest} + ${i} * ${growth} = ${rates.ingest + i * growth}`;
  if (stepWithoutEnd === null) return `${rates.ingest} + i * 0 = ${rates.ingest} <= ${capacity} in every step i`;
  if (step === null) {
    const last = ingest.length - 1;
    return `${term(last)} <= ${capacity} in the last step; ${
      term(stepWithoutEnd)
    } > ${capacity} would be in step ${stepWithoutEnd}`;
  }
  const reached = `${term(step)} > ${capacity}`;
  return step === 0 ? reached : `${reached}, and before it ${term(step - 1)} <= ${capacity}`;
}

/** What became of the events, the decisions and the polls of a single consumer: three identities. */
function accountLines(track: Track, width: number): string[] {
  const summary = summarize(track);
  const { totalIngested, totalAcks, executedAcks, provisionalAcks, totalOverruns, totalEmptyPolls } = summary;
  const polls = totalAcks + totalOverruns + totalEmptyPolls;
  return identityLines([
    ["ingested", String(totalIngested), describeLoss(track, summary)],
    ["acks", String(totalAcks), `${executedAcks} live + ${provisionalAcks} provisional`],
    ["polls", String(polls), `${totalAcks} events + ${totalOverruns} overruns + ${totalEmptyPolls} empty`],
  ], width);
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

/** The loss identity. A stalled consumer gives nothing up, so what it lost is still part of its backlog. */
function describeLoss({ consumer }: Track, { totalAcks, totalLost, finalBacklog }: Summary): string {
  if (consumer.plan.onOverrun !== "stall") return `${totalAcks} acks + ${totalLost} lost + ${finalBacklog} backlog`;
  const gone = totalLost === 0 ? "" : `, ${totalLost} of it lost`;
  return `${totalAcks} acks + ${finalBacklog} backlog${gone}`;
}

/** The same numbers for several consumers, and the loss identity of each. */
function comparisonLines(tracks: readonly Track[], width: number): string[] {
  const summaries = tracks.map(summarize);
  const row = (name: string, cell: (summary: Summary, track: Track) => string | number) => [
    name,
    ...summaries.map((summary, n) => String(cell(summary, tracks[n]))),
  ];
  const table = alignTable([
    row("", (_, { name }) => name),
    row("capacity", (_, { run }) => run.plan.capacity),
    row("ingested", ({ totalIngested }) => totalIngested),
    row("polls", (_, { consumer }) => sum(consumer.plan.polls)),
    row("acks", ({ totalAcks }) => totalAcks),
    row("  live", ({ executedAcks }) => executedAcks),
    row("  provisional", ({ provisionalAcks }) => provisionalAcks),
    row("lost", ({ totalLost }) => totalLost),
    row("backlog", ({ finalBacklog }) => finalBacklog),
    row("overruns", ({ totalOverruns }) => totalOverruns),
    row("empty polls", ({ totalEmptyPolls }) => totalEmptyPolls),
    row("last ack in step", (_, { consumer }) => lastStep(consumer.steps.acks)),
  ]);
  const identities = tracks.map((track, n): [string, string, string] => {
    const summary = summaries[n];
    return [track.name, String(summary.totalIngested), describeLoss(track, summary)];
  });
  return [...table, "", ...identityLines(identities, width)];
}

function lastStep(column: Int32Array): string {
  const step = column.findLastIndex((count) => count > 0);
  return step < 0 ? "none" : String(step);
}

function stalenessLines(tracks: readonly Track[]): string[] {
  const rows = tracks.map(({ name, consumer: { staleness } }) => {
    const cells = staleness === null
      ? Array(4).fill("-")
      : [staleness.p50Ns, staleness.p90Ns, staleness.p99Ns, staleness.maxNs].map(formatNs);
    return [tracks.length === 1 ? "" : name, ...cells];
  });
  return alignTable([["", "p50", "p90", "p99", "max"], ...rows]);
}

function claimsSection({ claims }: ScenarioResult, width: number, palette: Palette): Section {
  const held = claims.filter((claim) => claim.held).length;
  const lines = claims.flatMap((claim) => {
    const verdict = claim.held ? HELD : NOT_HELD;
    const [first, ...rest] = wrap(claim.claim, width - VERDICT_WIDTH);
    const paint = claim.held ? palette.good : palette.bad;
    return [
      INDENT + paint(verdict) + " ".repeat(VERDICT_WIDTH - verdict.length) + first,
      ...rest.map((line) => INDENT + " ".repeat(VERDICT_WIDTH) + line),
    ];
  });
  return { title: "Claims", note: `${held} of ${claims.length} held`, lines };
}

const HELD = "held";
const NOT_HELD = "NOT HELD";
const VERDICT_WIDTH = NOT_HELD.length + 2;
