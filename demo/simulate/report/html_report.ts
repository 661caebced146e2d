import { viewOfTimed } from "../../figures/view_of_timed.ts";
import {
  claimList,
  dataTable,
  describeClaims,
  enumerated,
  facts,
  note,
  paragraph,
  type Sentence,
  subsection,
  tableOf,
} from "../../html/html_blocks.ts";
import { commandsOf } from "../../html/page_commands.ts";
import { type HtmlSection, renderPage } from "../../html/html_page.ts";
import { runFigures, stalenessFigure } from "../../html/run_figures.ts";
import { verdictOfRuns } from "../../html/run_verdict.ts";
import { printable } from "../../../config/printable.ts";
import { formatGrouped } from "../../terminal/layout/number_format.ts";
import type { Verdict } from "../../terminal/layout/verdicts.ts";
import type { SimulationResult } from "../simulation_result.ts";
import { lifecycleTexts } from "./backlog_chart.ts";
import { adviceOf, consumerTable, DIFFERENT, NEEDED_RING } from "./consumer_table.ts";
import { systemRows } from "./system_lines.ts";
import {
  AGE_HEAD,
  AGE_NOTE,
  ageCells,
  describeArrivals,
  describeCut,
  formulaTexts,
  PACKETS_NOTE,
  PEAK_LABELS,
  peakColumns,
  PEAKS_NOTE,
  unknownPeaks,
} from "./text_report.ts";
import { describeFeed } from "./words.ts";

/** What a page says beside the result. */
export interface SimulationPageOptions {
  /** What was run, in a few words. Default: its feed */
  readonly subject?: string;
  /** What there is to say of it beforehand, a paragraph each. Default: nothing */
  readonly about?: readonly string[];
  /** What is claimed of the run. */
  readonly claims: readonly Verdict[];
  /** The hash of the result. */
  readonly digest: string;
  /** The command that gives the same. */
  readonly replay: string;
  /** The address of the run in the explorer, or the file of its specification; undefined, if neither says it. */
  readonly explore?: string | undefined;
}

/** A simulation as a page. Every number in it is read from the result or computed from it. */
export function renderSimulationPage(result: SimulationResult, options: SimulationPageOptions): string {
  const { specification, record, interruptedNs } = result;
  const fed = describeFeed(specification.feed, specification.step);
  const { subject = `Simulation of ${fed}`, about = [], claims, digest, replay, explore } = options;
  const views = record.consumers.map((_, n) => viewOfTimed(result, n));
  const formulas = formulaTexts(result);
  const cut = interruptedNs === undefined ? "" : paragraph(describeCut(interruptedNs), "warning");
  const sections: HtmlSection[] = [
    {
      id: "run",
      title: "Run",
      note: views.length === 1 ? undefined : "consumers of one ring",
      markup: cut + runFigures(views, true) + lifecycle(result),
    },
    {
      id: "laws",
      title: "Consumers",
      note: `${formatGrouped(record.published)} published, ring of ${formatGrouped(specification.ring.capacity)}`,
      markup: consumers(result),
    },
    { id: "ages", title: "Age of events", note: AGE_NOTE, markup: stalenessFigure(views) + ages(result) },
    ...(formulas.length === 0 ? [] : [{
      id: "formulas",
      title: "Formulas",
      note: "for such a feed and consumer",
      markup: facts(formulas.map(([name, text]) => [printable(name), text])),
    }]),
    { id: "feed", title: "Feed", note: PEAKS_NOTE, markup: feed(result) },
    { id: "evidence", title: "Claims", note: describeClaims(claims), markup: claimList(claims) },
    { id: "settings", title: "System", markup: facts(systemRows(specification)) },
  ];
  return renderPage({
    subject,
    verdict: verdictOfRuns(views),
    lead: [...about, describeArrivals(result.feed, record.published, record.bytes) + "."],
    sections,
    commands: commandsOf(replay, explore),
    digest,
    footnote: "The digest is the same on every machine. Simulated time; no network, no exchange, one thread.",
  });
}

function lifecycle({ record }: SimulationResult): string {
  return facts([["lifecycle", enumerated(lifecycleTexts(record.lifecycle))]]);
}

/** What arithmetic says of each consumer, and what was seen. */
function consumers(result: SimulationResult): string {
  const { labels, columns } = consumerTable(result);
  const table = dataTable({
    caption: "What arithmetic says of each consumer, and what was seen",
    head: columns.map(({ name }) => printable(name)),
    rows: labels.map((name, row) => {
      const cells = columns.map(({ cells }) => cells[row]);
      return { name, cells, tone: cells.some((cell) => cell.includes(DIFFERENT)) ? "bad" : undefined };
    }),
  });
  const advice = Map.groupBy(adviceOf(result), ({ name }) => name);
  const rows = [...advice].map(([name, all]) =>
    [printable(name), all.map(({ text, tone }): Sentence => [text, tone])] as const
  );
  return table + note(NEEDED_RING) + (rows.length === 0 ? "" : subsection("What follows", facts(rows)));
}

/** Quantiles of both ages, for each consumer. */
function ages({ record }: SimulationResult): string {
  return tableOf("Age of the events that were delivered", {
    head: ["", "age", ...AGE_HEAD],
    rows: record.consumers.flatMap(({ name, stalenessNs, latencyNs }) => [
      [printable(name), "staleness", ...ageCells(stalenessNs)],
      [printable(name), "latency", ...ageCells(latencyNs)],
    ]),
  }) + note("Percentiles are within 1 %; the greatest is exact.");
}

function feed(result: SimulationResult): string {
  return feedMarkup(result.feed, result.record.published, result.record.bytes);
}

/** What came in, and its peaks. */
export function feedMarkup(feed: SimulationResult["feed"], events: number, bytes: number): string {
  const [corner, ...labels] = PEAK_LABELS;
  const columns = peakColumns(feed);
  const unknown = unknownPeaks(feed);
  const peaks = columns.length === 0
    ? ""
    : tableOf("Most events in any window of a length", { head: [corner, ...labels], rows: columns });
  const own = feed.firstNs === undefined || feed.lastNs === undefined
    ? ""
    : note(`By its own time from ${feed.firstNs} ns to ${feed.lastNs} ns.`);
  return paragraph(describeArrivals(feed, events, bytes)) + (feed.isPackets ? paragraph(PACKETS_NOTE) : "") + peaks +
    (unknown === undefined ? "" : note(unknown)) + own;
}
