import type { LiveJson } from "../demo/live/view/live_json.ts";

/** A consumer whose peak lag is predicted and observed. */
export interface PredictedWork {
  /** Its line in the table. */
  readonly title: string;
  /** Its options of `deno task live`. */
  readonly args: readonly string[];
}

/**
 * The consumers, from the one whose peak builds up slowest to the one whose peak is over soonest. The first lets a hiccup of
 * some milliseconds be a small part of it.
 */
export const PREDICTED_WORKS: readonly PredictedWork[] = [
  {
    title: "50 µs an event; bursts of 40,000 at 100 k/s",
    args: ["--arrivals", "on-off:burst=40000,rate=100k/s,every=2500ms,bursts=1", "--consumer", "slow:50us"],
  },
  {
    title: "20 µs a pass, 2 µs an event, batches of 64; bursts of 60,000 at 600 k/s",
    args: [
      "--arrivals",
      "on-off:burst=60000,rate=600k/s,every=500ms,bursts=4",
      "--consumer",
      "batching:perEvent=2us,perPass=20us,maxBatch=64",
    ],
  },
  {
    title: "5 µs an event; bursts of 2,000 at 400 k/s",
    args: ["--arrivals", "on-off:burst=2000,rate=400k/s,every=100ms,bursts=20", "--consumer", "quick:5us"],
  },
  {
    title: "log-normal, median 5 µs, p99 60 µs; self-exciting, 30 k/s",
    args: [
      "--arrivals",
      "hawkes:rate=30k/s,branching=0.9",
      "--consumer",
      "drawn:median=5us,p99=60us",
      "--duration",
      "2s",
    ],
  },
  {
    title: "exponential, mean 8 µs; Poisson, 60 k/s",
    args: ["--arrivals", "poisson:rate=60k/s", "--consumer", "exponential:mean=8us", "--duration", "2s"],
  },
];

/** Options that all of them have: a ring that none overruns. */
export const COMMON_ARGS: readonly string[] = ["--capacity", "131072"];

/** What one run says. */
export interface PredictionRun {
  /** The greatest lag that was predicted from the services measured in this run. */
  readonly predicted: number;
  /** The greatest lag that a pass found. */
  readonly observed: number;
  /** How much longer the mean pass of a whole batch took than the median one; null, if its time is drawn. */
  readonly meanByMedian: number | null;
  /** The longest hiccup of the machine meanwhile, in nanoseconds; null, if it is not known. */
  readonly hiccupNs: number | null;
  /** How late the latest event was published, in nanoseconds. */
  readonly lateNs: number | null;
}

/**
 * Reads what `deno task live --json` printed of a run with one consumer.
 *
 * @throws {Error} if it predicted nothing, or the consumer was overrun
 */
export function readPredictionRun(json: LiveJson): PredictionRun {
  const consumer = json.prediction?.consumers[0];
  if (consumer === undefined) throw new Error("a run with a feed must predict, got none");
  const { predicted_peak_lag: predicted, observed_peak_lag: observed, observed_first_overrun_ns } = consumer;
  if (observed_first_overrun_ns !== null) throw new Error("the ring must be large enough, got an overrun");
  const perEvent = json.config.system?.consumers[0].service?.perEvent;
  const passes = json.consumers[0].service?.full_pass_ns;
  const isFixed = typeof perEvent === "number" && passes !== undefined && passes.p50 !== null && passes.mean !== null;
  return {
    predicted,
    observed,
    meanByMedian: isFixed ? passes.mean! / passes.p50! : null,
    hiccupNs: json.hiccups?.since_ready_ns.max ?? null,
    lateNs: json.feed?.lateness_ns?.max ?? null,
  };
}

/** The table of several works, each with its runs. */
export function predictionTable(works: readonly (readonly [title: string, runs: readonly PredictionRun[]])[]): string {
  const rows = works.map(([title, runs]) => {
    const errors = runs.map(({ predicted, observed }) => observed / predicted - 1);
    return [
      title,
      span(runs.map(({ predicted }) => predicted), count),
      span(runs.map(({ observed }) => observed), count),
      percent(median(errors)),
      span(errors, percent),
      span(runs.map(({ meanByMedian }) => meanByMedian ?? NaN), ratio),
      span(runs.map(({ hiccupNs }) => hiccupNs ?? NaN), milliseconds),
      span(runs.map(({ lateNs }) => lateNs ?? NaN), milliseconds),
    ];
  });
  const heads = [
    "consumer and feed",
    "predicted",
    "observed",
    "error",
    "least to greatest",
    "mean / median pass",
    "longest hiccup",
    "latest",
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map((_, n) => n === 0 ? "---" : "---:")), ...rows.map(line)].join("\n");
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The least and the greatest, or the one that they are. */
function span(values: readonly number[], format: (value: number) => string): string {
  const [least, greatest] = [Math.min(...values), Math.max(...values)].map(format);
  return least === greatest ? least : `${least} to ${greatest}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(value: number): string {
  const text = (100 * value).toFixed(Math.abs(value) < 0.0995 ? 1 : 0);
  return `${value < 0 ? "" : "+"}${text} %`;
}

function ratio(value: number): string {
  return Number.isNaN(value) ? "drawn" : `${value.toFixed(2)}x`;
}

function milliseconds(ns: number): string {
  return Number.isNaN(ns) ? "unknown" : `${Number((ns / 1e6).toPrecision(2))} ms`;
}
