import { printable } from "../../../../config/printable.ts";
import type { RunView } from "../../../figures/run_view.ts";
import type { VerdictPart } from "../../../figures/sentences.ts";
import {
  bullets,
  claimList,
  describeClaims,
  facts,
  note,
  paragraph,
  type Sentence,
  sentences,
  tableOf,
} from "../../../html/html_blocks.ts";
import { type HtmlSection, renderPage } from "../../../html/html_page.ts";
import { percentileBlock, runFigures } from "../../../html/run_figures.ts";
import { quantilePoints } from "../../../figures/quantile_points.ts";
import { greatest } from "../../../terminal/layout/layout.ts";
import { plural } from "../../../terminal/layout/number_format.ts";
import { systemRows } from "../../../simulate/report/system_lines.ts";
import { eventsAddUp, type LiveResult, observationsAddUp, toldNs } from "../../plane/live_result.ts";
import { compare } from "../../plane/prediction/comparison.ts";
import { feedWords } from "../feed_lines.ts";
import { formatCount, formatSpan } from "../format.ts";
import { hiccupRows, HICCUPS_SENTENCE } from "../hiccup_lines.ts";
import {
  COLLECTIONS_NOTE,
  DECISIONS_NOTE,
  EVENTS_NOTE,
  HALT_NOTE,
  HICCUPS_NOTE,
  LATENESS_NOTE,
  PEAK_LAG_NOTE,
  PROCESSING_NOTE,
  SERVICES_NOTE,
  STALENESS_NOTE,
  stallsNote,
} from "../live_report.ts";
import { notMeasured } from "../not_measured.ts";
import { describePrediction, predictionRows, serviceRows } from "../service_lines.ts";
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
  type Sentence as LiveSentence,
  settingRows,
  stallRows,
  stateTexts,
} from "./live_rows.ts";
import { nameOf, viewOfLive } from "./view_of_live.ts";

/** A live run as a page. Every number in it is read from the result or computed from it. */
export function renderLivePage(result: LiveResult, replay: string): string {
  const { consumers, plan, failures } = result;
  const views = consumers.map((_, n) => viewOfLive(result, n));
  const claims = claimsOf(result);
  const sections: HtmlSection[] = [
    {
      id: "run",
      title: "Run",
      note: "as the control plane saw it, every 10 ms",
      markup: runFigures(views, true, { hasLaw: result.prediction !== undefined, hasRing: false, sentenceOf }) +
        facts([["lifecycle", stateTexts(result).join(", ")]]) + paragraph(describeCycle(result)),
    },
    ...(plan.system === undefined ? [] : [peakLag(result), services(result)]),
    { id: "events", title: "Events", note: EVENTS_NOTE, markup: events(result) },
    {
      id: "decisions",
      title: "Decisions",
      note: DECISIONS_NOTE,
      markup: accounts("Decisions on delivered events, and their observations", decisionAccounts(result), result),
    },
    { id: "staleness", title: "Staleness", note: STALENESS_NOTE, markup: staleness(result) },
    {
      id: "processing",
      title: "Processing",
      note: PROCESSING_NOTE,
      markup: tableOf("Processing by consumer", processingRows(result)),
    },
    { id: "hiccups", title: "Hiccups", note: HICCUPS_NOTE, markup: hiccups(result) },
    result.feed === undefined
      ? { id: "rate", title: "Rate", markup: sentences(rateSentences(result).map(toned)) }
      : { id: "feed", title: "Feed", note: LATENESS_NOTE, markup: feed(result) },
    {
      id: "halts",
      title: "Time to halt",
      note: HALT_NOTE,
      markup: bullets(haltTexts(result)) + haltNotes(result).map((text) => paragraph(text)).join(""),
    },
    {
      id: "stalls",
      title: "Stalls",
      note: stallsNote(result),
      markup: tableOf("Stalls by thread", stallRows(result)),
    },
    {
      id: "collections",
      title: "Garbage collections",
      note: COLLECTIONS_NOTE,
      markup: tableOf("Collections by thread", collectionRows(result)),
    },
    ...(failures.length === 0 ? [] : [{
      id: "failed",
      title: "Failed",
      markup: sentences(failures.map((text): Sentence => [printable(text), "bad"])),
    }]),
    { id: "evidence", title: "Accounts", note: describeClaims(claims), markup: claimList(claims) },
    { id: "limits", title: "Not measured", markup: bullets(notMeasured(result)) },
    { id: "settings", title: "Machine and settings", markup: settings(result) },
  ];
  return renderPage({
    subject: `Live run of ${plural(consumers.length, "consumer")}`,
    verdict: verdictOf(result),
    lead: [],
    sections,
    commands: [["again", replay]],
    digest: undefined,
    footnote: "Real threads in real time: no two runs are the same.",
  });
}

/** How far the consumers fell behind, as far as looks found it, and what that cost. */
function sentenceOf(views: readonly RunView[]): string {
  return views.map(({ name, lagMax, capacity, account, count, intervalNs }) => {
    const behind = `at most ${plural(greatest(Array.from(lagMax)), "event")} behind a ring of ${formatCount(capacity)}`;
    const cost = account.lost === 0
      ? "nothing lost"
      : `${formatCount(account.lost)} of ${plural(account.events, "event")} lost`;
    return `${name}: over ${formatSpan(count * intervalNs)}, ${behind} when looked at, ${cost}.`;
  }).join(" ");
}

/** What the law said of the greatest lag, where there is one; what was lost, and how late decisions were. */
function verdictOf(result: LiveResult): VerdictPart[] {
  const said: VerdictPart[] = [];
  const say = (text: string, role: VerdictPart["role"] = "plain") => said.push({ text, role });
  const laws = compare(result);
  if (laws.length > 0) {
    const several = laws.length > 1;
    say("The ");
    say("law", "law");
    say(" said a greatest lag of ");
    say(
      laws.map(({ name, predicted }) =>
        `${several ? `${printable(name)} ` : ""}${formatCount(predicted.neededCapacity)}`
      ).join(", "),
      "law",
    );
    say(
      `. The run had ${
        laws.map(({ name, lagMax }) => `${several ? `${printable(name)} ` : ""}${formatCount(lagMax)}`).join(", ")
      }. It `,
    );
  } else say("The run ");
  const views = result.consumers.map((_, n) => viewOfLive(result, n));
  const losing = views.filter(({ account }) => account.lost > 0);
  if (result.failures.length > 0) {
    say("failed", "wrong");
    say(", and ");
  }
  if (losing.length === 0) say("lost nothing");
  else {
    say("lost ");
    say(
      losing.map(({ name, account }) => `${formatCount(account.lost)}${views.length > 1 ? ` for ${name}` : ""}`).join(
        ", ",
      ),
      "lost",
    );
  }
  const published = result.producer?.published;
  if (published !== undefined) say(` of ${plural(published, "event")}`);
  const ages = result.consumers.map((consumer) => toldNs(consumer).percentile(99)).filter((ns) => !Number.isNaN(ns));
  if (ages.length > 0) say(`, and 99 of 100 decisions were at most ${formatSpan(Math.max(...ages))} late`);
  say(".");
  return said;
}

/** What has to be so of every run: no event and no observation is unaccounted for. */
function claimsOf(result: LiveResult): { readonly claim: string; readonly held: boolean }[] {
  return result.consumers.flatMap((consumer, n) => {
    const name = nameOf(result, n);
    return [
      { claim: `${name}: ${EVENTS_NOTE}`, held: eventsAddUp(consumer, result) },
      { claim: `${name}: one observation a decision, observed or dropped`, held: observationsAddUp(consumer) },
    ];
  });
}

function toned([text, isBad]: LiveSentence): Sentence {
  return isBad === true ? [text, "bad"] : [text];
}

function accounts(caption: string, { head, rows, verdicts }: Accounts, result: LiveResult): string {
  const words = verdicts.map((verdict) => verdict === undefined ? "" : verdict ? "adds up" : "DOES NOT ADD UP");
  return tableOf(
    caption,
    { head: [...head, "account"], rows: rows.map(([, ...cells], n) => [nameOf(result, n), ...cells, words[n]]) },
    verdicts.map((verdict) => verdict === false ? "bad" : undefined),
  );
}

function events(result: LiveResult): string {
  const notes = overrunNotes(result).map(([number, text]) => [nameOf(result, number - 1), text] as const);
  return accounts("Events of each consumer", eventAccounts(result), result) +
    (notes.length === 0 ? "" : facts(notes));
}

/** Staleness by percentile, as measured and against the schedule. */
function staleness(result: LiveResult): string {
  const { consumers } = result;
  const series = consumers.flatMap((consumer, n) => {
    const { measuredNs, scheduledNs } = consumer;
    const measured = { name: `${nameOf(result, n)}, as measured`, points: quantilePoints(measuredNs) };
    if (scheduledNs === undefined) return [measured];
    return [measured, { name: `${nameOf(result, n)}, against the schedule`, points: quantilePoints(scheduledNs) }];
  });
  const [corner, ...percents] = LATENCY_HEAD;
  const rows = consumers.flatMap((consumer, n) =>
    latencyRows(consumer).map(([kind, ...cells]) => [nameOf(result, n), kind, ...cells])
  );
  return percentileBlock(series, "staleness") +
    tableOf("Staleness by consumer", { head: [corner, "kind", ...percents], rows }) +
    facts(consumers.map((consumer, n) => [nameOf(result, n), describeExtent(consumer, result)] as const));
}

function hiccups(result: LiveResult): string {
  const found = hiccupRows(result);
  if (typeof found === "string") return paragraph(found);
  return tableOf("Hiccups beside the staleness, and how much of its tail they explain at most", found) +
    note(HICCUPS_SENTENCE);
}

function feed(result: LiveResult): string {
  const words = feedWords(result);
  if (words === undefined) return "";
  const { published, lateness, problems } = words;
  return sentences([toned(published), ...problems.map(toned)]) +
    (lateness === undefined ? "" : tableOf("Lateness of the feed", lateness));
}

function services(result: LiveResult): HtmlSection {
  return {
    id: "services",
    title: "Services",
    note: SERVICES_NOTE,
    markup: tableOf("Services by consumer", serviceRows(result)),
  };
}

function peakLag(result: LiveResult): HtmlSection {
  const found = predictionRows(result);
  return {
    id: "law",
    title: "Peak lag",
    note: PEAK_LAG_NOTE,
    markup: (found === undefined ? "" : tableOf("Peak lag: predicted, and observed", found)) +
      paragraph(describePrediction(result)),
  };
}

/** The settings; of a system with a feed also what it is. */
function settings(result: LiveResult): string {
  const rows = settingRows(result).map(([name, all]) => [name, all.map(toned)] as const);
  const { system } = result.plan;
  return facts(rows) + (system === undefined ? "" : facts(systemRows(system)));
}
