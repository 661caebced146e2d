/**
 * Figures of benches and controls, as numbers and as Markdown tables. This file neither measures nor writes.
 *
 * @module
 */

/** Where and with what it was measured. */
export interface BenchMachine {
  /** Model of the processor. */
  readonly cpu: string;
  /** Name, version and platform of the runtime. */
  readonly runtime: string;
}

/** Figures of one bench in one run. */
export interface BenchReading {
  /** The group, without the number of events. */
  readonly group: string;
  /** The bench. */
  readonly name: string;
  /** Whether the others of the group are compared with it. */
  readonly baseline: boolean;
  /** Time of one event in nanoseconds, as three of four iterations have it or better. */
  readonly nsPerEvent: number;
}

/** One bench over several runs. */
export interface BenchFigure {
  readonly group: string;
  readonly name: string;
  readonly baseline: boolean;
  /** Nanoseconds per event, in each run. */
  readonly runsNs: readonly number[];
}

/** One work that has a control, over several rounds. */
export interface TargetFigure {
  /** Its description, for the table. */
  readonly title: string;
  /** The greatest ratio that it is meant to have, or `null`. */
  readonly goal: number | null;
  /** Figures of each round, in nanoseconds per event. */
  readonly rounds: readonly { readonly controlNs: number; readonly oursNs: number }[];
}

/** How a group says how many events one iteration is. */
const EVENTS_IN_GROUP = / \((\d+) events\)$/;

/**
 * Reads what `deno bench --json` printed.
 *
 * @throws {Error} if it is not that, or a bench failed, or a group does not say how many events an iteration is
 */
export function readBenchJson(text: string): { machine: BenchMachine; readings: BenchReading[] } {
  let output: BenchOutput;
  try {
    output = JSON.parse(text);
  } catch (cause) {
    throw new Error("cannot read the benches: the output of `deno bench --json` is needed, got no JSON", { cause });
  }
  const readings: BenchReading[] = [];
  for (const { group, name, baseline, results } of output.benches) {
    const events = EVENTS_IN_GROUP.exec(group ?? "")?.[1];
    if (group === null || events === undefined) {
      throw new Error(
        `bench ${name}: its group must end with the events of an iteration, as "(4096 events)", got ${group}`,
      );
    }
    for (const { ok } of results) {
      if (ok === undefined) throw new Error(`bench ${name} failed`);
      const nsPerEvent = ok.p75 / Number(events);
      readings.push({ group: group.replace(EVENTS_IN_GROUP, ""), name, baseline, nsPerEvent });
    }
  }
  return { machine: { cpu: output.cpu, runtime: output.runtime }, readings };
}

interface BenchOutput {
  readonly cpu: string;
  readonly runtime: string;
  readonly benches: readonly {
    readonly group: string | null;
    readonly name: string;
    readonly baseline: boolean;
    readonly results: readonly { readonly ok?: { readonly p75: number } }[];
  }[];
}

/** Joins the readings of several runs by bench, in the order of the first run. */
export function joinRuns(runs: readonly (readonly BenchReading[])[]): BenchFigure[] {
  const figures = new Map<string, BenchFigure & { runsNs: number[] }>();
  for (const { group, name, baseline, nsPerEvent } of runs.flat()) {
    const key = JSON.stringify([group, name]);
    const figure = figures.get(key);
    if (figure === undefined) figures.set(key, { group, name, baseline, runsNs: [nsPerEvent] });
    else figure.runsNs.push(nsPerEvent);
  }
  return [...figures.values()];
}

/**
 * Finds what a control printed of one work: a line of its name, `1.23 ns/event` and `(min 1.20)`.
 *
 * @returns the median, in nanoseconds per event
 * @throws {Error} if there is not exactly one such line
 */
export function readControl(output: string, name: RegExp): number {
  const lines = [...output.matchAll(/^(\S.*?)\s+([\d.]+) ns\/event\b/gm)].filter(([, label = ""]) => name.test(label));
  if (lines.length !== 1) {
    throw new Error(
      `the control must print one line of ${name} in ns/event, got ${lines.length} in:\n${output.trimEnd()}`,
    );
  }
  return Number(lines[0][2]);
}

/** The middle of the values; of an even number of them, the mean of the two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("a median is of at least one value");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A table of the benches, a section to each group. */
export function benchTables(figures: readonly BenchFigure[]): string {
  const sections: string[] = [];
  for (const [group, members = []] of Map.groupBy(figures, (figure) => figure.group)) {
    const baseline = members.find((figure) => figure.baseline);
    const rows = members.map((figure) => {
      const ratio = baseline === undefined ? "" : times(median(figure.runsNs) / median(baseline.runsNs));
      return [figure.name, ns(median(figure.runsNs)), span(figure.runsNs.map(ns)), ratio];
    });
    const heads = ["work", "ns per event", "lowest to highest run", baseline === undefined ? "" : "ratio"];
    sections.push(`### ${group}\n\n${table(heads, rows)}`);
  }
  return sections.join("\n\n");
}

/** A table of the works that have a control. */
export function targetTable(figures: readonly TargetFigure[]): string {
  const rows = figures.map(({ title, goal, rounds }) => {
    const ratios = rounds.map(({ controlNs, oursNs }) => oursNs / controlNs);
    return [
      title,
      ns(median(rounds.map(({ controlNs }) => controlNs))),
      ns(median(rounds.map(({ oursNs }) => oursNs))),
      times(median(ratios)),
      span(ratios.map(times)),
      String(rounds.length),
      goal === null ? "" : `≤ ${times(goal)}`,
      goal === null ? "" : median(ratios) <= goal ? "met" : "not met",
    ];
  });
  return table(["work", "control, ns", "ours, ns", "ratio", "spread", "rounds", "goal", ""], rows);
}

/**
 * Puts a new content between the two marks of a section, `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws {Error} if the document does not have these marks once, in this order
 */
export function replaceSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const parts = document.split(begin);
  const rest = parts[1]?.split(end) ?? [];
  if (parts.length !== 2 || rest.length !== 2) {
    throw new Error(`the document must have one ${begin} and after it one ${end}`);
  }
  return `${parts[0]}${begin}\n\n${content}\n\n${end}${rest[1]}`;
}

/** A time, with as many digits as it is worth. */
function ns(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}

/** The lowest and the highest of formatted numbers. */
function span(values: readonly string[]): string {
  const sorted = values.toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b));
  return `${sorted[0]} to ${sorted.at(-1)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heads.map((_, column) => column === 0 ? "---" : "---:");
  return [line(heads), line(rule), ...rows.map(line)].join("\n");
}
