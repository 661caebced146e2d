import { printable } from "../../../config/printable.ts";
import { alignTable, hang, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { SLEEP_NS } from "../between/hiccup_sleep.ts";
import type { LiveResult } from "../plane/live_result.ts";
import { feedLines } from "./feed_lines.ts";
import { formatSpan } from "./format.ts";
import { hiccupLines } from "./hiccup_lines.ts";
import { notMeasured } from "./not_measured.ts";
import {
  type Accounts,
  collectionRows,
  decisionAccounts,
  describeCycle,
  describeExtent,
  eventAccounts,
  haltNotes,
  haltTexts,
  LATENCY_HEAD,
  latencyRows,
  overrunNotes,
  processingRows,
  rateSentences,
  type Rows,
  type Sentence,
  settingRows,
  stallRows,
  stateTexts,
} from "./report/live_rows.ts";
import { predictionLines, serviceLines } from "./service_lines.ts";

/** How a report is written. */
export interface LiveReportOptions {
  /** Characters of a line. */
  readonly width: number;
  /** Its colours. */
  readonly palette: Palette;
}

/** Report of a live run, for people. Every number in it is read from the result or computed from it. */
export function renderLiveReport(result: LiveResult, options: LiveReportOptions): string {
  const { width, palette } = options;
  const inner = width - INDENT.length;
  const sections: [title: string, note: string, lines: string[]][] = [
    ["Live run", "", settingLines(result, inner, palette)],
    ["Lifecycle", "", [...wrap(stateTexts(result).join(", "), inner), describeCycle(result)]],
    result.feed === undefined
      ? ["Rate", "", paint(rateSentences(result), Infinity, palette)]
      : ["Feed", LATENESS_NOTE, feedLines(result, inner, palette)],
    ["Events", EVENTS_NOTE, eventLines(result, inner, palette)],
    ["Decisions", DECISIONS_NOTE, withVerdicts(decisionAccounts(result), palette)],
    ["Staleness", STALENESS_NOTE, latencyLines(result)],
    ["Processing", PROCESSING_NOTE, tableLines(processingRows(result))],
    ["Hiccups", HICCUPS_NOTE, hiccupLines(result, inner)],
    ...(result.plan.system === undefined ? [] : [
      ["Services", SERVICES_NOTE, serviceLines(result)],
      ["Peak lag", PEAK_LAG_NOTE, predictionLines(result, inner)],
    ] as [string, string, string[]][]),
    ["Time to halt", HALT_NOTE, haltLines(result, inner)],
    ["Stalls", stallsNote(result), tableLines(stallRows(result))],
    ["Garbage collections", COLLECTIONS_NOTE, tableLines(collectionRows(result))],
    ["Not measured", "", notMeasured(result).flatMap((text) => hang("- ", wrap(text, inner - 2)))],
  ];
  if (result.failures.length > 0) {
    sections.push([
      "Failed",
      "",
      result.failures.map((line) => palette.bad(printable(line))),
    ]);
  }
  return sections.map(([title, note, lines]) => {
    const gap = note === "" ? "" : " ".repeat(Math.max(2, width - title.length - note.length));
    const heading = palette.heading(title) + gap + palette.faint(note);
    return `${[heading, ...lines.map((line) => (INDENT + line).trimEnd())].join("\n")}\n`;
  }).join("\n");
}

const INDENT = "  ";

/** What lateness is. */
export const LATENESS_NOTE = "lateness: from when an event was due to its arrival stamp";
/** What adds up to the events. */
export const EVENTS_NOTE = "published = delivered + lost + left";
/** What adds up to the decisions. */
export const DECISIONS_NOTE = "delivered = live + provisional = observed + dropped";
/** What staleness is. */
export const STALENESS_NOTE = "age of an event when it is decided on";
/** What processing is. */
export const PROCESSING_NOTE = "from the decision on an event to its complete ack";
/** What a hiccup is. */
export const HICCUPS_NOTE: string = `how late a thread is woken that only sleeps for ${formatSpan(SLEEP_NS)}`;
/** What a service is. */
export const SERVICES_NOTE = "what a consumer takes on this machine";
/** What the peak lags are. */
export const PEAK_LAG_NOTE = "of the feed and these services, and observed";
/** What the time to halt is. */
export const HALT_NOTE = "from leaving READY to the last live ack";
/** Where collections were counted. */
export const COLLECTIONS_NOTE = "in the hot threads";

/** What a stall is. */
export function stallsNote({ plan }: LiveResult): string {
  return `cycles of more than ${formatSpan(1_000 * plan.stallUs)}`;
}

const NAME_WIDTH = 10;

function settingLines(result: LiveResult, width: number, palette: Palette): string[] {
  return settingRows(result).flatMap(([name, sentences]) =>
    hang(name.padEnd(NAME_WIDTH), paint(sentences, width - NAME_WIDTH, palette))
  );
}

function paint(sentences: readonly Sentence[], width: number, palette: Palette): string[] {
  return sentences.flatMap(([text, isBad]) =>
    wrap(text, width).map((line) => isBad === true ? palette.bad(line) : line)
  );
}

function tableLines({ head, rows }: Rows): string[] {
  return alignTable([head, ...rows]);
}

function eventLines(result: LiveResult, width: number, palette: Palette): string[] {
  const notes = overrunNotes(result).flatMap(([number, text]) => {
    const label = `${number}  `;
    return hang(label, wrap(text, width - label.length));
  });
  return [...withVerdicts(eventAccounts(result), palette), ...notes];
}

/** A table with a row for each consumer, and after each row whether it adds up, if that is known. */
function withVerdicts({ head, rows, verdicts }: Accounts, palette: Palette): string[] {
  return alignTable([head, ...rows]).map((line, n) => {
    const verdict = n === 0 ? undefined : verdicts[n - 1];
    if (verdict === undefined) return line;
    return `${line}  ${verdict ? palette.good("adds up") : palette.bad("DOES NOT ADD UP")}`;
  });
}

function latencyLines(result: LiveResult): string[] {
  const { consumers } = result;
  const rows = consumers.map((consumer) =>
    latencyRows(consumer).map(([kind, ...cells], n) => [`${n === 0 ? consumer.number : " "}  ${kind}`, ...cells])
  );
  const [heading, ...lines] = alignTable([LATENCY_HEAD, ...rows.flat()]);
  return [
    heading,
    ...consumers.flatMap((consumer, n) => [
      ...lines.splice(0, rows[n].length),
      `   ${describeExtent(consumer, result)}`,
    ]),
  ];
}

function haltLines(result: LiveResult, width: number): string[] {
  return [
    ...haltTexts(result).flatMap((text) => hang("- ", wrap(text, width - 2))),
    ...haltNotes(result).flatMap((text) => wrap(text, width)),
  ];
}
