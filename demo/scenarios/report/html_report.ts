import { lifecycleStateName } from "../../../mod.ts";
import { describeRatio, loadOf } from "../../capacity/load.ts";
import { explanationOf } from "../../figures/sentences.ts";
import { viewOfTrack } from "../../figures/view_of_track.ts";
import {
  bullets,
  claimList,
  dataTable,
  describeClaims,
  enumerated,
  facts,
  note,
  pair,
  paragraph,
  sentences,
  subsection,
  tableOf,
} from "../../html/html_blocks.ts";
import { commandsOf } from "../../html/page_commands.ts";
import { type HtmlSection, renderPage } from "../../html/html_page.ts";
import { runFigures, stalenessFigure } from "../../html/run_figures.ts";
import { verdictOfRuns } from "../../html/run_verdict.ts";
import type { Track } from "../../system/run_record.ts";
import { summarize } from "../../system/summary.ts";
import { formatExactly, formatGrouped } from "../../terminal/layout/number_format.ts";
import { predict } from "../prediction.ts";
import type { ScenarioResult } from "../scenario.ts";
import {
  comparisonRows,
  describeEpisodes,
  describeHalt,
  describeLeftOut,
  describeStalenessShare,
  describeStep,
  identitiesOf,
  injectionTexts,
  LAW,
  LAW_LETTERS,
  OTHER_NUMBERS,
  overrunWords,
  settingPairs,
  spanTexts,
  STALENESS_HEAD,
  STALENESS_NOTE,
  stalenessCells,
  type TableRow,
} from "./scenario_words.ts";

/** What a page says beside the result. */
export interface ScenarioPageOptions {
  /** The hash of the result. */
  readonly digest: string;
  /** The command that gives the same. */
  readonly replay: string;
  /** The address of the run in the explorer; undefined, if it has none. */
  readonly explore?: string | undefined;
}

/** A scenario that has been run, as a page. Every number in it is read from the result or computed from it. */
export function renderScenarioPage(result: ScenarioResult, { digest, replay, explore }: ScenarioPageOptions): string {
  const { scenario, tracks, claims } = result;
  const views = tracks.map(viewOfTrack);
  const isShared = tracks.length > 1 && tracks[1].run === tracks[0].run;
  const { rates } = predict(tracks[0]);
  const lead = tracks.length === 1 ? explanationOf(views[0], rates) : "";
  const sections: HtmlSection[] = [
    {
      id: "run",
      title: "Run",
      note: tracks.length === 1 ? undefined : isShared ? "consumers of one ring" : "runs side by side",
      markup: runFigures(views, isShared) + lifecycle(tracks),
    },
    { id: "law", title: "First overrun", note: LAW_LETTERS, markup: overruns(tracks) },
    { id: "account", title: "Account", markup: account(tracks) },
    { id: "staleness", title: "Staleness", note: STALENESS_NOTE, markup: stalenessFigure(views) + staleness(tracks) },
    { id: "evidence", title: "Claims", note: describeClaims(claims), markup: claimList(claims) },
    { id: "settings", title: "Settings", markup: settings(result) },
  ];
  return renderPage({
    subject: `${scenario.id}: ${scenario.title}`,
    verdict: verdictOfRuns(views),
    lead: [...(lead === "" ? [] : [lead]), scenario.proves, ...(result.isOwn ? [] : [OTHER_NUMBERS])],
    sections,
    commands: commandsOf(replay, explore),
    digest,
    footnote: "The digest is the same on every machine. Simulated time; no network, no exchange, one thread.",
  });
}

function lifecycle(tracks: readonly Track[]): string {
  const halt = describeHalt(tracks[0]);
  return facts([["lifecycle", enumerated(spanTexts(tracks[0]))]]) + (halt === undefined ? "" : paragraph(halt));
}

/** The law, and for each track its prediction beside the observation. */
function overruns(tracks: readonly Track[]): string {
  const all = tracks.map(overrunWords);
  const table = tableOf("First overrun: what the law says, and what was seen", {
    head: ["", "predicted", "observed"],
    rows: tracks.map(({ name }, n) => [name, all[n].predicted, all[n].observed]),
  }, all.map(({ isGood }) => isGood ? undefined : "bad"));
  // Tracks of which the same is to be said share it.
  const texts = all.map(({ why, silence, load }) => [why, ...(silence === undefined ? [] : [silence]), load]);
  const isOne = texts.every((lines) => lines.join() === texts[0].join());
  const why = (isOne ? texts.slice(0, 1) : texts).map((lines, n) =>
    subsection(
      isOne ? (tracks.length === 1 ? "Why" : "Why, for each of them") : `Why: ${tracks[n].name}`,
      sentences(lines.map((text) => text === all[n].silence ? [text, "bad"] : [text])),
    )
  );
  return facts([["law", LAW]]) + table + why.join("");
}

/** Account of the events, losses, decisions and polls, and of what the feed asks. */
function account(tracks: readonly Track[]): string {
  const names = tracks.map(({ name }) => name);
  const table = (caption: string, rows: readonly TableRow[]) =>
    dataTable({ caption, head: names, rows: rows.map(([name, ...cells]) => ({ name, cells })) });
  const identities = tracks.map((track) => {
    const rows = identitiesOf(track).map(([name, whole, parts]) => [name, `${whole} = ${parts}`] as const);
    const episodes = describeEpisodes(track);
    const markup = facts(rows) + (episodes === undefined ? "" : paragraph(episodes));
    return tracks.length === 1 ? markup : subsection(track.name, markup);
  });
  const tables = [
    table("What became of the events and the polls", [...comparisonRows(tracks), ...moreRows(tracks)]),
    table("Load: what the feed asks of a consumer and its ring, by arithmetic alone", loadRows(tracks)),
  ];
  return identities.join("") + pair(...tables);
}

/** What a report as JSON has besides. */
function moreRows(tracks: readonly Track[]): TableRow[] {
  const row = (name: string, cell: (track: Track) => string | number): TableRow => [
    name,
    ...tracks.map((track) => String(cell(track))),
  ];
  return [
    row("left unread at the end", (track) => summarize(track).finalBacklog),
    row("first overwritten, by the law", (track) => describeStep(predict(track).overwrittenStep)),
    row("first overwritten, as seen", (track) => describeStep(summarize(track).firstOverwrittenStep)),
    row("found lost by polls", (track) => summarize(track).totalLost),
    row("state at the end", (track) => lifecycleStateName(summarize(track).finalState)),
  ];
}

function loadRows(tracks: readonly Track[]): TableRow[] {
  const loads = tracks.map(({ run, consumer }) => loadOf(run.plan, consumer.plan));
  const row = (name: string, cell: (load: typeof loads[number]) => string): TableRow => [name, ...loads.map(cell)];
  const size = (count: number | undefined) => count === undefined ? "none" : formatGrouped(count);
  return [
    row("load", describeRatio),
    row("  events a step", ({ eventsPerStep }) => formatExactly(eventsPerStep)),
    row("  polls a step", ({ pollsPerStep }) => formatExactly(pollsPerStep)),
    row("stable", ({ isStable }) => isStable === undefined ? "does not last" : isStable ? "yes" : "no"),
    row("  grows by, a step", ({ growthPerStep }) => formatExactly(growthPerStep)),
    row("  grows by, a second", ({ growthPerSecond }) => formatGrouped(growthPerSecond)),
    row("needed ring, for this run", ({ neededCapacity }) => formatGrouped(neededCapacity)),
    row("  power of two to recommend", ({ sufficientCapacity }) => size(sufficientCapacity)),
  ];
}

/** How old events were when they were decided on; and how many these are, for of the others nothing is known. */
function staleness(tracks: readonly Track[]): string {
  return tableOf("Staleness of the events that were decided on", {
    head: ["", ...STALENESS_HEAD, "events"],
    rows: tracks.map((track) => [track.name, ...stalenessCells(track), describeStalenessShare(track)]),
  }) + note("Percentiles are within 1 %; the greatest is exact.");
}

/** The settings, under the names of the options that change them. */
function settings(result: ScenarioResult): string {
  const injections = injectionTexts(result);
  const leftOut = describeLeftOut(result);
  const rows = [
    ...settingPairs(result).flat(),
    ["inject", injections.length === 0 ? "none" : injections.join(" ")] as const,
  ];
  return facts(rows) + bullets(leftOut === undefined ? [] : [leftOut]);
}
