import { formatDuration } from "../../config/mod.ts";
import { describeArrivals, peakLines } from "../simulate/report/text_report.ts";
import { shortName } from "../terminal/layout/short_name.ts";
import { describeFeed, formatLoad } from "../simulate/report/words.ts";
import { sufficientCapacity } from "../simulate/simulation_result.ts";
import { cut } from "../terminal/layout/display_width.ts";
import { alignTable, formatNs, greatest } from "../terminal/layout/layout.ts";
import { formatGrouped } from "../terminal/layout/number_format.ts";
import type { ReportOptions } from "../terminal/layout/section.ts";
import {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizingLimits,
  type SizingResult,
  smallestWithin,
} from "./sizing_result.ts";

/** More consumers are counted, not listed. */
const CONSUMERS_MAX = 5;

/** The sizing in as many lines as a terminal of 24 lines shows under the command. */
export function renderBriefSizing(result: SizingResult, limits: SizingLimits, options: ReportOptions): string {
  const { specification, feed, published, bytes, seeds, consumers } = result;
  const { width, palette } = options;
  const { duration, step } = specification;
  const run = duration === undefined ? "until drained" : formatDuration(duration);
  const draws = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds[seeds.length - 1]}, the worst`;
  const shown = consumers.slice(0, CONSUMERS_MAX);
  const lines = [
    palette.heading(cut(describeFeed(specification.feed, step), width)),
    cut(`${run}, ${draws}: ${describeArrivals(feed, published, bytes)}`, width),
    ...peakLines(feed, width),
    "",
    ...needTable(shown).map((line) => cut(line, width)),
    ...(shown.length < consumers.length ? [`... and ${consumers.length - shown.length} more consumers`] : []),
    ...limitLines(shown, limits).map((line) => cut(line, width)),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** For each consumer what it needs, what that ring gives, and what half of it would lose. */
function needTable(consumers: readonly SizedConsumer[]): string[] {
  const head = ["", "load", "needed", "twice as fast", "ring", "p99", "half of it loses"];
  return alignTable([head, ...consumers.map(rowOf)]);
}

function rowOf({ name, laws, rings }: SizedConsumer): string[] {
  const [{ load }] = laws;
  const most = (of: (law: typeof laws[number]) => number) => formatGrouped(greatest(laws.map(of)));
  const enough = laws.map(sufficientCapacity);
  const isSized = !enough.includes(undefined);
  const [half, whole] = rings.slice(-2).map(({ policies: [head] }) => head);
  const isWhole = isSized && rings[rings.length - 1].capacity >= greatest(enough.map((capacity) => capacity ?? 0));
  const last = whole ?? half;
  return [
    shortName(name),
    load === undefined ? "-" : formatLoad(load),
    most(({ neededCapacity }) => neededCapacity),
    most(({ neededAtTwiceTheSpeed }) => neededAtTwiceTheSpeed),
    isSized ? formatGrouped(greatest(enough.map((capacity) => capacity ?? 0))) : "none",
    isWhole && last.p99Ns !== undefined ? formatNs(last.p99Ns) : "-",
    isWhole && whole !== undefined ? formatGrouped(half.lost) : "-",
  ];
}

/** What is too much for any ring, and the smallest rings within the limits. */
function limitLines(consumers: readonly SizedConsumer[], limits: SizingLimits): string[] {
  const unstable = consumers.filter(({ laws }) => laws.some(({ isStable }) => isStable === false));
  const lines = unstable.length === 0
    ? []
    : [`unstable, no ring is enough: ${unstable.map(({ name }) => shortName(name)).join(", ")}`];
  if (limits.maxLoss === undefined && limits.maxP99Ns === undefined) return lines.length === 0 ? [] : ["", ...lines];
  const found = consumers.map((consumer) => [
    shortName(consumer.name),
    ...smallestWithin(consumer, limits).map((capacity) => capacity === undefined ? "none" : formatGrouped(capacity)),
  ]);
  const title = limits.maxLoss === undefined ? "smallest, whatever it loses" : "smallest within the limits";
  return ["", ...lines, ...alignTable([[title, ...SIZED_POLICIES], ...found])];
}
