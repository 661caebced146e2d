import { formatShort, plural } from "../../../terminal/layout/number_format.ts";
import { formatSeconds, formatSpan } from "../../view/format.ts";
import type { PageEnd, PageFrame, PageRun } from "../page_frame.ts";
import type { History } from "./history.ts";

/** How a run stands, in words. */
export interface Verdict {
  /** One sentence, which stays the same as long as what it says holds. */
  readonly sentence: string;
  /** The figures behind it. */
  readonly reason: string;
}

/** Seconds for which a loss counts as going on. */
const RECENT = 5;
/** Consumers that a sentence calls by their names, at most. */
const NAMED = 3;
/** Nanoseconds after which a loop that has not polled has stopped, for a reader. */
const SILENT_NS = 1e9;

/** What a consumer is called: by its name, if it has one. */
export function labelOf(run: PageRun, number: number): string {
  const name = run.consumers[number - 1]?.name ?? String(number);
  return name === String(number) ? `consumer ${number}` : name;
}

/** The verdict on a run that goes on: what is worst about it. */
export function verdictOf(run: PageRun, history: History): Verdict {
  const { frames, newest } = history;
  if (newest === undefined) return { sentence: "The threads are starting.", reason: "" };
  const { consumers, state, causes } = newest;
  const named = (some: PageFrame["consumers"]) =>
    some.length > NAMED
      ? `${some.length} of ${consumers.length} consumers`
      : namesOf(some.map(({ consumer }) => labelOf(run, consumer))).replace(/^consumer /, "Consumer ");

  const failed = consumers.filter(({ failure }) => failure !== null);
  if (failed.length > 0) {
    return { sentence: `${named(failed)} ended by itself.`, reason: failed.map(({ failure }) => failure).join("; ") };
  }
  if (newest.is_stopping) {
    return {
      sentence: "The run is being shut down.",
      reason: "Nothing new is published; consumers take what is left.",
    };
  }
  const silent = consumers.filter(({ heartbeat_age_ns }) => heartbeat_age_ns > SILENT_NS);
  if (silent.length > 0) {
    const ages = silent.map(({ heartbeat_age_ns }) => formatSpan(heartbeat_age_ns));
    return {
      sentence: `${named(silent)} ${silent.length === 1 ? "does" : "do"} not poll.`,
      reason: `The last poll was ${namesOf(ages)} ago.`,
    };
  }
  const since = frames.find(({ seconds }) => seconds >= newest.seconds - RECENT) ?? newest;
  const lately = consumers.map(({ lost }, n) => lost - (since.frame === 0 ? 0 : since.consumers[n].lost));
  const losing = consumers.filter((_, n) => lately[n] > 0);
  const lost = consumers.reduce((sum, consumer) => sum + consumer.lost, 0);
  if (losing.length > 0) {
    const now = lately.reduce((sum, count) => sum + count, 0);
    return {
      sentence: `${named(losing)} ${losing.length === 1 ? "loses" : "lose"} events.`,
      reason:
        `${formatShort(now)} in the last ${RECENT} s, ${formatShort(lost)} so far. The producer waits for nobody: ` +
        `it overwrites what has not been read.`,
    };
  }
  const before = lost === 0
    ? "Nothing is lost."
    : `${plural(lost, "event")} lost so far, none in the last ${RECENT} s.`;
  if (state === "DEGRADED") {
    return { sentence: `DEGRADED by ${namesOf(causes)}: no decision is live.`, reason: before };
  }
  if (state !== "READY") return { sentence: "Warming up: no decision is live yet.", reason: before };
  return { sentence: consumers.length === 1 ? "The consumer keeps up." : "All consumers keep up.", reason: before };
}

/** The verdict on a run that has ended. */
export function verdictAtEnd({ seconds, result }: PageEnd): Verdict {
  const addsUp = result.consumers.every(({ events, observations }) => events?.add_up === true && observations.add_up);
  const published = result.producer?.published;
  const length = `After ${formatSeconds(1_000 * seconds)}` +
    (published === undefined ? "." : `, with ${plural(published, "event")} published.`);
  return {
    sentence: `The run has ended${ENDS[result.ended_by] ?? ""}. ` +
      (addsUp ? "Every event is accounted for." : "Not every event is accounted for."),
    reason: [
      ...result.failures.map((failure) => `${failure}.`),
      length,
      "The whole report is in the terminal; this page stays as it is.",
    ]
      .join(" "),
  };
}

const ENDS: Readonly<Record<string, string>> = {
  time: ", as planned",
  feed: " with its feed",
  interrupt: ", because it was interrupted",
  failure: ", because something failed",
};

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export function namesOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
