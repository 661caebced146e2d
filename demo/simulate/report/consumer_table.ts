import type { TimedConsumerRecord } from "../../system/timed/timed_record.ts";
import { displayWidth } from "../../terminal/layout/display_width.ts";
import { alignInParts, formatNs, hang, wrap } from "../../terminal/layout/layout.ts";
import { formatGrouped, formatShare } from "../../terminal/layout/number_format.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { agrees, type ConsumerLaws, type SimulationResult, sufficientCapacity } from "../simulation_result.ts";
import { shortName } from "../../terminal/layout/short_name.ts";
import { formatLoad } from "./words.ts";

/** One consumer: what arithmetic says of it, and what was seen. */
interface Side {
  readonly laws: ConsumerLaws;
  readonly seen: TimedConsumerRecord;
  readonly isAgreed: boolean;
}

/** Mark of what law and simulation say differently. */
export const DIFFERENT = "≠";

/** A row of the table, and whether it is shown: a row that says nothing of any consumer is not. */
interface Row {
  readonly name: string;
  cell(side: Side): string;
  isShown?(side: Side): boolean;
}

const NONE = "-";

function rowsOf({ record, specification }: SimulationResult): readonly Row[] {
  const count = (name: string, of: (side: Side) => number): Row => ({ name, cell: (side) => formatGrouped(of(side)) });
  return [
    { name: "load", cell: ({ laws: { load } }) => load === undefined ? NONE : formatLoad(load) },
    count("needed ring", ({ laws }) => laws.neededCapacity),
    {
      name: "  power of two",
      cell: ({ laws }) => formatOptional(sufficientCapacity(laws)),
    },
    count("  twice as fast", ({ laws }) => laws.neededAtTwiceTheSpeed),
    count("  every event twice", ({ laws }) => laws.neededWithEveryEventTwice),
    { name: "first overrun, law", cell: ({ laws }) => formatMoment(laws.firstOverrunNs) },
    {
      name: "  as simulated",
      cell: ({ seen, isAgreed }) => `${isAgreed ? "" : `${DIFFERENT} `}${formatMoment(seen.firstOverrunNs)}`,
    },
    count("delivered", ({ seen }) => seen.delivered),
    { ...count("  live", ({ seen }) => seen.live), isShown: ({ seen }) => seen.provisional > 0 },
    { ...count("  provisional", ({ seen }) => seen.provisional), isShown: ({ seen }) => seen.provisional > 0 },
    count("lost", ({ seen }) => seen.lost),
    {
      name: "  of all",
      cell: ({ seen }) => formatShare(seen.lost, record.published),
      isShown: ({ seen }) => seen.lost > 0,
    },
    count("backlog at the end", ({ seen }) => seen.backlog),
    count("overruns", ({ seen }) => seen.totalEpisodes),
    {
      ...count("  found by polls", ({ seen }) => seen.overruns),
      isShown: ({ seen }) => seen.overruns !== seen.totalEpisodes,
    },
    { name: "blind", cell: ({ seen }) => formatNs(seen.blindNs), isShown: ({ seen }) => seen.blindNs > 0 },
    {
      name: "longest catch-up",
      // A load that is too much never catches up; a feed that ends before it has is cut off in the middle.
      cell: ({ laws }) => {
        if (laws.isStable === false) return NONE;
        return laws.isStable === true || laws.isDrained ? formatNs(laws.catchUpNs) : "not yet";
      },
      isShown: ({ laws }) => laws.isStable !== false,
    },
    {
      name: "busy",
      cell: ({ seen }) => formatBusy(seen.busyNs, record.endNs),
      isShown: () => specification.consumers.some(({ service }) => service !== undefined),
    },
  ];
}

function formatOptional(count: number | undefined): string {
  return count === undefined ? NONE : formatGrouped(count);
}

function formatMoment(ns: number | undefined): string {
  return ns === undefined ? "never" : formatNs(ns);
}

/** Share of the time, to two digits below one percent: a tail may come from a consumer that is hardly ever busy. */
function formatBusy(busyNs: number, endNs: number): string {
  if (endNs === 0) return NONE;
  const percent = 100 * busyNs / endNs;
  return percent === 0 || percent >= 1 ? `${Math.round(percent)} %` : `${Number(percent.toPrecision(2))} %`;
}

/** The consumers beside each other: the names of the rows, and for each consumer its name and its cells. */
export interface ConsumerTable {
  /** Names of the rows. That of a part begins with spaces. */
  readonly labels: readonly string[];
  /** Consumers. */
  readonly columns: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

/** What arithmetic says of each consumer, and what was seen. */
export function consumerTable(result: SimulationResult): ConsumerTable {
  const sides = sidesOf(result);
  const rows = rowsOf(result).filter(({ isShown }) => isShown === undefined || sides.some(isShown));
  return {
    labels: rows.map(({ name }) => name),
    columns: sides.map((side) => ({ name: side.seen.name, cells: rows.map(({ cell }) => cell(side)) })),
  };
}

/** The consumers beside each other, in parts below each other where the line is too short for all of them. */
export function consumerLines(result: SimulationResult, width: number, palette: Palette): string[] {
  const { labels, columns } = consumerTable(result);
  const parts = alignInParts(["", ...labels], columns.map(({ name, cells }) => [shortName(name), ...cells]), width);
  const lines = parts.flatMap((part, n) => n === 0 ? part : ["", ...part]);
  return [
    ...lines.map((line) => line.includes(DIFFERENT) ? palette.bad(line) : line),
    "",
    ...wrap(NEEDED_RING, width).map(palette.faint),
    ...adviceOf(result).flatMap(({ name, text, tone }) => {
      const label = `${shortName(name)}: `;
      return hang(
        label,
        wrap(text, width - displayWidth(label)).map((line) => tone === undefined ? line : palette[tone](line)),
      );
    }),
  ];
}

function sidesOf(result: SimulationResult): Side[] {
  return result.record.consumers.map((seen, n) => ({ seen, laws: result.laws[n], isAgreed: agrees(result, n) }));
}

/** What the rows of the needed ring are. */
export const NEEDED_RING =
  "needed ring: the least that this feed never overruns, for the consumer's pace; below it, the next power of " +
  "two, and what would be needed if the feed came twice as fast or every event twice";

/** Something that follows for a consumer, in words. */
export interface Advice {
  /** The consumer. */
  readonly name: string;
  /** The words. */
  readonly text: string;
  /** How they are meant; undefined for nothing to look at. */
  readonly tone: "bad" | "warning" | undefined;
}

/** What follows for each consumer. */
export function adviceOf(result: SimulationResult): Advice[] {
  const { specification: { ring: { capacity } }, interruptedNs } = result;
  return sidesOf(result).flatMap(({ seen, laws, isAgreed }) => {
    const found: Omit<Advice, "name">[] = [];
    if (!isAgreed) {
      const [law, run] = [laws.firstOverrunNs, seen.firstOverrunNs].map((ns) =>
        ns === undefined ? "never" : `${formatGrouped(ns)} ns`
      );
      found.push({ text: `${DIFFERENT} the law says first overrun ${law}, the simulation ${run}`, tone: "bad" });
    }
    const text = adviceOn(laws, capacity, interruptedNs !== undefined);
    if (text !== undefined) found.push({ text, tone: laws.isStable === false ? "bad" : undefined });
    if (seen.stopped) found.push({ text: "it has stopped, and polls no more", tone: "warning" });
    return found.map((advice) => ({ name: seen.name, ...advice }));
  });
}

/** Why no ring is enough for a load that lasts and is too much, in words. */
export function describeInstability({ growthPerSecond }: Pick<ConsumerLaws, "growthPerSecond">): string {
  return growthPerSecond === 0
    ? "unstable: nothing brings the backlog down for good, and no ring is enough"
    : `unstable: the backlog grows by ${formatGrouped(Math.max(1, growthPerSecond))} a second, and no ring is enough`;
}

function adviceOn(laws: ConsumerLaws, capacity: number, isCut: boolean): string | undefined {
  const { isStable, neededCapacity } = laws;
  if (isStable === false) return describeInstability(laws);
  if (neededCapacity <= capacity) return undefined;
  const enough = sufficientCapacity(laws);
  return enough === undefined
    ? `needs ${formatGrouped(neededCapacity)} and ends behind${isCut ? "" : ": it says nothing about afterwards"}`
    : `a ring of ${formatGrouped(enough)} is enough for this feed; it has ${formatGrouped(capacity)}`;
}
