/**
 * Results of all rounds, as a table and as JSON.
 *
 * @module
 */
import { alignTable, wrap } from "../../demo/terminal/layout/layout.ts";
import { formatThreeDigits } from "../../demo/terminal/layout/number_format.ts";
import { type Carrier, CARRIER_NAMES, type Measure, type Sample } from "./measures.ts";

/** Who did a measure: a carrier, or the control. */
export type Contender = Carrier | "control";

/** Results of one measure, by contender. */
export interface MeasureResult {
  /** The measure. */
  readonly measure: Measure;
  /** The sample of each round. */
  readonly samples: ReadonlyMap<Contender, readonly Sample[]>;
}

/** Versions, machine and options of the run. */
export interface Surroundings {
  /** Deno and V8. */
  readonly versions: { readonly deno: string; readonly v8: string };
  /** Target that Deno was built for. */
  readonly target: string;
  /** Processor cores there are. */
  readonly cores: number;
  /** Threads that wanted a core, over the last minute, before and after; nothing, if it may not be asked. */
  readonly load: { readonly before: number | null; readonly after: number | null };
  /** Rounds of each measure. */
  readonly rounds: number;
  /** Factor for the numbers of events. */
  readonly scale: number;
}

/** A row of a table, in numbers. */
interface Row {
  readonly contender: Contender;
  readonly samples: readonly Sample[];
  readonly median: Sample;
  /** The least and the greatest of the first number. */
  readonly min: number;
  readonly max: number;
  /** The first number over that of the control. */
  readonly toControl: number | null;
  /** The first number of ringbuf.js over this one. */
  readonly fromRingbuf: number | null;
}

/** The tables, for people. */
export function renderResults(results: readonly MeasureResult[], surroundings: Surroundings): string {
  const { versions, target, cores, load, rounds } = surroundings;
  const loads = load.before === null
    ? ""
    : `, load ${load.before.toFixed(1)} before and ${load.after?.toFixed(1)} after`;
  const isDoubtful = load.before !== null && load.before > LOAD_MAX;
  const heading =
    `Two threads. Deno ${versions.deno}, V8 ${versions.v8}, ${target}, ${cores} cores${loads}. Medians of ` +
    `${rounds} ${
      rounds === 1 ? "round" : "rounds"
    }, taken in turn, with the least and the greatest of the first number; ` +
    "as a multiple of the control's, and how many times faster than ringbuf.js. Nothing is pinned to a core." +
    (isDoubtful ? " Other programs wanted the cores in the minute before: mind the spread." : "");
  const tables = results.map(({ measure, samples }) => {
    const rows = rowsOf(samples);
    const table = alignTable(tableOf(measure, rows)).map((line) => line.trimEnd());
    return [...wrap(measure.title, WIDTH), ...table].join("\n");
  });
  return [wrap(heading, WIDTH).join("\n"), ...tables].join("\n\n") + "\n";
}

const WIDTH = 80;

/** Threads of other programs that may want a core, on average, before the numbers are doubtful. */
const LOAD_MAX = 0.5;

function tableOf({ columns }: Measure, rows: readonly Row[]): string[][] {
  const hasControl = rows.some(({ toControl }) => toControl !== null);
  const hasRingbuf = rows.some(({ fromRingbuf }) => fromRingbuf !== null);
  return [
    [
      "",
      columns[0],
      "least",
      "most",
      columns[1],
      ...(hasControl ? ["of control"] : []),
      ...(hasRingbuf ? ["faster"] : []),
    ],
    ...rows.map(({ contender, median, min, max, toControl, fromRingbuf }) => [
      nameOf(contender),
      ...[median[0], min, max, median[1]].map(format),
      ...(hasControl ? [toControl === null ? "" : format(toControl)] : []),
      ...(hasRingbuf ? [fromRingbuf === null ? "" : `x${fromRingbuf.toFixed(2)}`] : []),
    ]),
  ];
}

/** The same as an object for JSON. */
export function resultsToJson(results: readonly MeasureResult[], surroundings: Surroundings): object {
  const { versions, target, cores, load, rounds, scale } = surroundings;
  return {
    deno: versions.deno,
    v8: versions.v8,
    target,
    cores,
    load_before: load.before,
    load_after: load.after,
    rounds,
    scale,
    measures: results.map(({ measure, samples }) => ({
      id: measure.id,
      title: measure.title,
      columns: measure.columns,
      rows: rowsOf(samples).map(({ contender, samples, median, min, max, toControl, fromRingbuf }) => ({
        contender,
        median,
        min,
        max,
        ratio_to_control: toControl,
        times_faster_than_ringbuf: fromRingbuf,
        samples: samples.map(([first, second]) => ({ first, second })),
      })),
    })),
  };
}

function rowsOf(samples: ReadonlyMap<Contender, readonly Sample[]>): Row[] {
  const medianOf = (contender: Contender) => {
    const found = samples.get(contender);
    return found === undefined ? null : medians(found)[0];
  };
  const control = medianOf("control");
  const ringbuf = medianOf("ringbuf.js");
  return [...samples].map(([contender, found]) => {
    const median = medians(found);
    const firsts = found.map(([first]) => first);
    return {
      contender,
      samples: found,
      median,
      min: Math.min(...firsts),
      max: Math.max(...firsts),
      toControl: control === null || contender === "control" ? null : median[0] / control,
      fromRingbuf: ringbuf === null || contender === "ringbuf.js" || contender === "control"
        ? null
        : ringbuf / median[0],
    };
  });
}

/** The median of each of the two numbers. */
function medians(samples: readonly Sample[]): Sample {
  const median = (values: number[]) => {
    const sorted = values.sort((one, other) => one - other);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  };
  return [median(samples.map(([first]) => first)), median(samples.map(([, second]) => second))];
}

function nameOf(contender: Contender): string {
  return contender === "control" ? "control" : CARRIER_NAMES[contender];
}

/** A number to three digits, or all digits of a large one. A zero at the end of a fraction says nothing. */
function format(value: number): string {
  return formatThreeDigits(value).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
