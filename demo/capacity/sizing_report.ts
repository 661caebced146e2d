import { formatDuration } from "../../config/mod.ts";
import { describeInstability } from "../simulate/report/consumer_table.ts";
import { systemLines } from "../simulate/report/system_lines.ts";
import { describeArrivals, peakLines, PEAKS_NOTE } from "../simulate/report/text_report.ts";
import { shortName } from "../terminal/layout/short_name.ts";
import { formatLoad } from "../simulate/report/words.ts";
import { type ConsumerLaws, sufficientCapacity } from "../simulate/simulation_result.ts";
import { drawBars } from "../terminal/layout/bar_chart.ts";
import { alignTable, formatNs, greatest, wrap } from "../terminal/layout/layout.ts";
import { formatGrouped } from "../terminal/layout/number_format.ts";
import type { Palette } from "../terminal/layout/palette.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../terminal/layout/section.ts";
import {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizedPolicy,
  type SizedRing,
  type SizingLimits,
  type SizingResult,
  smallestWithin,
} from "./sizing_result.ts";

/** The sizing of a system, for people. */
export function renderSizing(result: SizingResult, limits: SizingLimits, options: ReportOptions): string {
  const { width, palette } = options;
  const body = width - INDENT.length;
  const { specification, feed, published, bytes, seeds, consumers } = result;
  const draws = describeDraws(result);
  const sections: Section[] = [
    { title: "System", lines: indent(systemLines(specification, body, true)) },
    {
      title: "Feed",
      note: seeds.length === 1 ? PEAKS_NOTE : `${PEAKS_NOTE}; seed ${seeds[0]}`,
      lines: indent([...wrap(describeArrivals(feed, published, bytes), body), ...peakLines(feed, body)]),
    },
    ...consumers.map((consumer) => ({
      title: shortName(consumer.name),
      note: draws,
      lines: indent(consumerLines(consumer, limits, body, palette)),
    })),
  ];
  return sections.map((section) => renderSection(section, options)).join("\n");
}

/** What several draws are; undefined for one. */
export function describeDraws({ seeds }: Pick<SizingResult, "seeds">): string | undefined {
  if (seeds.length === 1) return undefined;
  return `seeds ${seeds[0]} to ${seeds[seeds.length - 1]}: the worst of ${formatGrouped(seeds.length)} draws`;
}

function consumerLines(consumer: SizedConsumer, limits: SizingLimits, width: number, palette: Palette): string[] {
  const { laws, rings } = consumer;
  return [
    ...paintLines(lawTexts(laws), width, palette),
    "",
    ...ringLines(rings, palette),
    ...(rings.length < CHART_MIN ? [] : ["", ...frontierLines(rings, palette)]),
    "",
    ...paintLines(choiceTexts(consumer, limits), width, palette),
  ];
}

/** A sentence, and how it is meant; undefined for nothing to look at. */
export type Sentence = readonly [text: string, tone?: "good" | "bad"];

function paintLines(sentences: readonly Sentence[], width: number, palette: Palette): string[] {
  return sentences.flatMap(([text, tone]) =>
    wrap(text, width).map((line) => tone === undefined ? line : palette[tone](line))
  );
}

/** A chart of fewer rings than these says nothing that the table does not. */
const CHART_MIN = 3;

/** Load, need and headroom, over all draws. */
export function lawTexts(laws: readonly ConsumerLaws[]): Sentence[] {
  const [first] = laws;
  const load = first.load === undefined ? "load unknown, of one event" : `load ${formatLoad(first.load)}`;
  const range = (of: (laws: ConsumerLaws) => number) => {
    const values = laws.map(of);
    const [least, most] = [Math.min(...values), greatest(values)];
    return least === most ? formatGrouped(most) : `${formatGrouped(least)} to ${formatGrouped(most)}`;
  };
  const need = `needed ring ${range(({ neededCapacity }) => neededCapacity)}; twice as fast ${
    range(({ neededAtTwiceTheSpeed }) => neededAtTwiceTheSpeed)
  }; every event twice ${range(({ neededWithEveryEventTwice }) => neededWithEveryEventTwice)}`;
  const unstable = laws.find(({ isStable }) => isStable === false);
  return [
    [`${load}; ${need}`],
    ...(unstable === undefined ? [] : [[describeInstability(unstable), "bad"] as const]),
  ];
}

/** Most rings of a table: the largest. */
const ROWS_MAX = 14;

/** Loss and age for each ring and policy. */
function ringLines(rings: readonly SizedRing[], palette: Palette): string[] {
  const shown = rings.slice(-ROWS_MAX);
  const columns = SIZED_POLICIES.flatMap((policy, n) => [
    [policy, "lost", ...shown.map(({ policies }) => formatGrouped(policies[n].lost))],
    ["", "p99", ...shown.map(({ policies }) => formatAge(policies[n].p99Ns))],
  ]);
  const body = alignTable(
    ["ring", ...shown.map(({ capacity }) => formatGrouped(capacity))].map((label, row) => [
      label.padStart(RING_WIDTH),
      ...columns.map((column) => column[row + 1]),
    ]),
  );
  const [head] = body;
  const ends = [...head.matchAll(/p99/g)].map(({ index }) => index + "p99".length);
  const names = SIZED_POLICIES.reduce((line, policy, n) => line + policy.padStart(ends[n] - line.length), "");
  const left = rings.length - shown.length;
  return [
    palette.faint(names),
    palette.faint(head),
    ...body.slice(1).map((line, row) => isLossless(shown[row]) ? palette.good(line) : line),
    ...(left === 0 ? [] : [palette.faint(`... and ${left} smaller; --json has them all`)]),
    palette.faint(P99_NOTE),
  ];
}

/** What the p99 of a ring is. */
export const P99_NOTE = "p99: staleness of the events delivered; of those lost none is known";

const RING_WIDTH = 10;

function isLossless({ policies }: SizedRing): boolean {
  return policies.every(({ lost }) => lost === 0);
}

function formatAge(ns: number | undefined): string {
  return ns === undefined ? "-" : formatNs(ns);
}

/** What a larger ring buys and costs: fewer events lost, and older ones. A column for each ring, from the smallest. */
function frontierLines(rings: readonly SizedRing[], palette: Palette): string[] {
  const mostLost = greatest(rings.flatMap(({ policies }) => policies.map(({ lost }) => lost)));
  const mostNs = greatest(rings.flatMap(({ policies }) => policies.map(({ p99Ns = 0 }) => p99Ns)));
  const chart = (of: (policy: SizedPolicy) => number, full: number, n: number) =>
    drawBars(rings.map(({ policies }) => of(policies[n])), { full: Math.max(1, full), height: CHART_HEIGHT, palette });
  const labelWidth = Math.max(...SIZED_POLICIES.map((policy) => policy.length)) + 2;
  const scale = `lost of ${formatGrouped(mostLost)}`;
  const gap = " ".repeat(Math.max(0, scale.length - rings.length) + CHART_GAP);
  const lines = SIZED_POLICIES.flatMap((policy, n) => {
    const [lost, age] = [chart(({ lost }) => lost, mostLost, n), chart(({ p99Ns = 0 }) => p99Ns, mostNs, n)];
    return lost.map((row, line) => `${(line === 0 ? policy : "").padEnd(labelWidth)}${row}${gap}${age[line]}`);
  });
  const [least, most] = [rings[0], rings[rings.length - 1]].map(({ capacity }) => formatGrouped(capacity));
  return [
    palette.faint(`${" ".repeat(labelWidth)}${scale.padEnd(rings.length + gap.length)}p99 of ${formatNs(mostNs)}`),
    ...lines,
    palette.faint(`${" ".repeat(labelWidth)}rings from ${least} to ${most}, each twice the one before`),
  ];
}

const CHART_HEIGHT = 2;
const CHART_GAP = 4;

/** What to choose. */
export function choiceTexts(consumer: SizedConsumer, limits: SizingLimits): Sentence[] {
  if (consumer.laws.some(({ isStable }) => isStable === false)) return [["no ring is recommended", "bad"]];
  const enough = greatest(consumer.laws.map((laws) => sufficientCapacity(laws) ?? NaN));
  const lossless = consumer.laws.some((laws) => sufficientCapacity(laws) === undefined)
    ? "the run ends behind: it says nothing about afterwards, and no ring is recommended"
    : `a ring of ${formatGrouped(enough)} loses nothing, under any policy`;
  const { maxLoss, maxP99Ns } = limits;
  if (maxLoss === undefined && maxP99Ns === undefined) return [[lossless]];
  const wanted = [
    ...(maxLoss === undefined ? [] : [`--max-loss ${formatGrouped(maxLoss)}`]),
    ...(maxP99Ns === undefined ? [] : [`--max-p99 ${formatDuration(maxP99Ns)}`]),
  ].join(" and ");
  const found = smallestWithin(consumer, limits).map((capacity, n) => {
    if (capacity === undefined) return `${SIZED_POLICIES[n]} none`;
    // Without a limit of loss the freshest ring is often one that loses most.
    const lost = consumer.rings.find((ring) => ring.capacity === capacity)?.policies[n].lost ?? 0;
    const loses = maxLoss === undefined ? `, which loses ${formatGrouped(lost)}` : "";
    return `${SIZED_POLICIES[n]} ${formatGrouped(capacity)}${loses}`;
  });
  const isAny = found.some((text) => !text.endsWith("none"));
  return [
    [lossless],
    [`smallest ring within ${wanted}: ${found.join(maxLoss === undefined ? "; " : ", ")}`, isAny ? "good" : "bad"],
  ];
}
