import { exploreLines } from "../explore_address.ts";
import type { Track } from "../../system/run_record.ts";
import type { ScenarioResult } from "../scenario.ts";
import { summarize } from "../../system/summary.ts";
import { ARROW, ARROW_MEANING } from "../../terminal/layout/bar_chart.ts";
import { renderVerdicts } from "../../terminal/layout/verdicts.ts";
import { alignTable, hang, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../../terminal/layout/section.ts";
import {
  comparisonRows,
  describeEpisodes,
  describeEvents,
  describeHalt,
  describeLeftOut,
  describeStalenessShare,
  identitiesOf,
  type Identity,
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
} from "./scenario_words.ts";
import { drawTimeline } from "./timeline.ts";

/** How a report is written. */
export interface TextReportOptions extends ReportOptions {
  /** The hash of the result. */
  readonly digest: string;
  /** The address of the run in the explorer; undefined, if it has none. */
  readonly explore?: string;
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
      note: LAW_LETTERS,
      lines: indent(overrunLines(tracks, options)),
    },
    tracks.length === 1
      ? { title: "Accounts", lines: indent(accountLines(tracks[0], body)) }
      : { title: "Side by side", lines: indent(comparisonLines(tracks, body)) },
    {
      title: "Staleness",
      note: STALENESS_NOTE,
      lines: indent(stalenessLines(tracks, body)),
    },
    renderVerdicts(result.claims, body, palette),
  ];
  return sections.map((section) => renderSection(section, options)).join("\n") +
    `\n${palette.faint(`digest ${options.digest}, the same on every machine`)}\n` +
    (options.explore === undefined ? [] : exploreLines("explore: ", options.explore, width))
      .map((line) => `${palette.faint(line)}\n`).join("");
}

function columnNote(stepsPerColumn: number): string {
  if (stepsPerColumn === 1) return "one column is one step";
  return `one column is ${stepsPerColumn} steps: highest backlog, worst state`;
}

/** The settings, under the names of the options that change them. */
function settingsLines(result: ScenarioResult, width: number): string[] {
  const valueWidth = Math.min(VALUE_WIDTH_MAX, Math.floor(width / 2) - NAME_WIDTH);
  const rows = settingPairs(result).map((pair) =>
    pair.map(([name, value]) => name.padEnd(NAME_WIDTH) + value.padEnd(valueWidth))
  );
  const injections = injectionTexts(result);
  const lines = injections.length === 0
    ? ["none"]
    : atMost(LIST_LINES_MAX, wrap(injections.join(" "), width - NAME_WIDTH));
  const leftOut = describeLeftOut(result);
  if (leftOut !== undefined) lines.push(...atMost(LIST_LINES_MAX, wrap(leftOut, width - NAME_WIDTH)));
  return [...rows.map((row) => row.join("")), ...hang("inject".padEnd(NAME_WIDTH), lines)];
}

const NAME_WIDTH = 12;
const VALUE_WIDTH_MAX = 22;
const LIST_LINES_MAX = 5;

function spanLines(track: Track, width: number): string[] {
  const spans = atMost(LIST_LINES_MAX, wrap(spanTexts(track).join(", "), width));
  const halt = describeHalt(track);
  return halt === undefined ? spans : [...spans, halt];
}

/** Meaning of the arrow of the timeline, if there may be one. */
function legendLines(tracks: readonly Track[], width: number): string[] {
  const isLapped = ({ consumer }: Track) => consumer.steps.overwritten.some((count) => count > 0);
  if (!tracks.some(isLapped)) return [];
  return hang(`${ARROW} `, wrap(ARROW_MEANING, width - 2));
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
  const law = wrap(LAW, width - INDENT.length - LABEL_WIDTH);
  return [...hang("law".padEnd(LABEL_WIDTH), law), ...labelled];
}

function describeOverrun(track: Track, width: number, palette: Palette): string[] {
  const { predicted, observed, isGood, why, silence, load } = overrunWords(track);
  return [
    `predicted ${predicted}, ${(isGood ? palette.good : palette.bad)(`observed ${observed}`)}`,
    ...wrap(why, width),
    ...(silence === undefined ? [] : wrap(silence, width).map(palette.bad)),
    ...wrap(load, width),
  ];
}

const LABEL_WIDTH = 16;

/** Account of the events, losses, decisions and polls of a single consumer, as equations. */
function accountLines(track: Track, width: number): string[] {
  const episodes = describeEpisodes(track);
  return [
    ...identityLines(identitiesOf(track), width),
    ...(episodes === undefined ? [] : wrap(episodes, width)),
  ];
}

/** A whole, and the parts it is the sum of, in each row. */
function identityLines(rows: readonly Identity[], width: number): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const wholeWidth = Math.max(...rows.map(([, whole]) => whole.length));
  return rows.flatMap(([name, whole, parts]) => {
    const label = `${name.padEnd(nameWidth)}  ${whole.padStart(wholeWidth)} = `;
    return hang(label, wrap(parts, width - label.length));
  });
}

/** The same numbers for several consumers, and the loss identity of each. */
function comparisonLines(tracks: readonly Track[], width: number): string[] {
  const table = alignTable([["", ...tracks.map(({ name }) => name)], ...comparisonRows(tracks)]);
  const identities = tracks.map((track): Identity => {
    const summary = summarize(track);
    return [track.name, String(summary.totalIngested), describeEvents(summary)];
  });
  return [...table, "", ...identityLines(identities, width)];
}

/** How old events were when they were decided on; and how many these are, for of the others nothing is known. */
function stalenessLines(tracks: readonly Track[], width: number): string[] {
  const rows = tracks.map((track) => [tracks.length === 1 ? "" : track.name, ...stalenessCells(track)]);
  const shares = tracks.map(describeStalenessShare);
  const header = ["", ...STALENESS_HEAD];
  const table = alignTable([[...header, ""], ...rows.map((row, n) => [...row, shares[n]])]);
  if (table[0].length <= width) return table;
  const lines = tracks.map(({ name }, n) => tracks.length === 1 ? shares[n] : `${name}: ${shares[n]}`);
  return [...alignTable([header, ...rows]), ...lines.flatMap((line) => wrap(line, width))];
}
