import { printable } from "../../config/printable.ts";
import { drawnNs } from "./microseconds.ts";
import type { TimelineConsumer, TimelineLife, TimelineProcess, TimelineSpan } from "./timeline_process.ts";
import type { TraceArgs, TraceEvent } from "./trace_event.ts";

/** Numbers that no two processes of a file may share. */
export interface TraceNumbers {
  /** The latest thread. */
  tid: number;
  /** The latest id of a life. */
  id: number;
  /** The latest id of an arrow. */
  bind: number;
}

/** The first thread is the next one: no process and no thread have the same number, which would be a main thread. */
export function traceNumbers(): TraceNumbers {
  return { tid: 1_000, id: 0, bind: 0 };
}

/**
 * The events of one process: names first; then thread by thread, each by rising times, a slice before those within it.
 *
 * @param process the run
 * @param pid its number, counted from 1
 * @param numbers are counted on
 */
export function* processEvents(process: TimelineProcess, pid: number, numbers: TraceNumbers): Generator<TraceEvent> {
  const { states, injections, steps, consumers, cuts, cutNs } = process;
  const first = numbers.tid + 1; // whatever names a process names a thread too, which has to be one of its own
  yield named("process_name", pid, first, { name: printable(process.name) });
  yield named("process_sort_index", pid, first, { sort_index: pid });
  if (cuts.length > 0) yield named("process_labels", pid, first, { labels: "not everything is shown" });

  const control = yield* thread("lifecycle", pid, numbers);
  for (const span of states) yield slice(span, "lifecycle", control);
  for (const { name, atNs, args } of injections) {
    yield { ph: "i", name, cat: "injection", ...control, ns: atNs, args };
  }
  if (cuts.length > 0) {
    yield {
      ph: "i",
      name: "not everything is shown",
      cat: "cut",
      ...control,
      ns: cutNs,
      scope: "p",
      args: numbered(cuts),
    };
  }
  if (steps.length > 0) {
    const runbook = yield* thread("runbook", pid, numbers);
    for (const span of steps) yield slice(span, "runbook", runbook);
  }
  const feed = yield* thread("feed", pid, numbers);
  const arrows = new Map<number, number>();
  yield* arrivalEvents(process, feed, numbers, arrows);
  const names = differentNames(consumers);
  for (const [n, consumer] of consumers.entries()) {
    const own = yield* thread(names[n], pid, numbers);
    yield* decisionEvents(consumer, own, arrows);
    for (const { name, atNs, args } of consumer.instants) {
      yield { ph: "i", name, cat: "overrun", ...own, ns: atNs, args };
    }
    yield* lifeEvents(consumer, names[n], own, numbers);
    for (const [ns, events] of consumer.lag) {
      yield { ph: "C", name: `lag of ${names[n]}`, cat: "lag", ...own, ns, args: { events } };
    }
  }
}

/** Where an event belongs. */
interface Place {
  readonly pid: number;
  readonly tid: number;
}

function named(name: string, pid: number, tid: number, args: TraceArgs): TraceEvent {
  return { ph: "M", name, pid, tid, args };
}

/** Names the next thread. */
function* thread(name: string, pid: number, numbers: TraceNumbers): Generator<TraceEvent, Place> {
  const tid = ++numbers.tid;
  yield named("thread_name", pid, tid, { name });
  yield named("thread_sort_index", pid, tid, { sort_index: tid });
  return { pid, tid };
}

function slice({ name, fromNs, toNs, args }: TimelineSpan, cat: string, place: Place): TraceEvent {
  return { ph: "X", name: printable(name), cat, ...place, ns: fromNs, durNs: drawnNs(fromNs, toNs), args };
}

/** Names as they are shown, each different: values over time are told apart by nothing else. */
function differentNames(consumers: readonly TimelineConsumer[]): readonly string[] {
  const taken = new Set<string>();
  return consumers.map(({ name }) => {
    const shown = printable(name);
    let own = shown;
    for (let n = 2; taken.has(own); n++) own = `${shown} (${n})`;
    taken.add(own);
    return own;
  });
}

function numbered(sentences: readonly string[]): TraceArgs {
  return Object.fromEntries(sentences.map((sentence, n) => [String(n + 1), sentence]));
}

/** Those that arrived at one moment are one slice, and one arrow begins there for all of them. */
function* arrivalEvents(
  process: TimelineProcess,
  place: Place,
  numbers: TraceNumbers,
  arrows: Map<number, number>,
): Generator<TraceEvent> {
  let open: { readonly ns: number; readonly first: number; count: number } | undefined;
  const close = (): TraceEvent[] =>
    open === undefined ? [] : [{
      ph: "X",
      name: "arrival",
      cat: "arrival",
      ...place,
      ns: open.ns,
      durNs: 1,
      bind: numbers.bind,
      flow: "out",
      args: open.count === 1 ? { sequence: open.first } : { sequence: open.first, events: open.count },
    }];
  for (const [sequence, ns] of process.arrivals()) {
    if (open === undefined || open.ns !== ns) {
      yield* close();
      open = { ns, first: sequence, count: 0 };
      numbers.bind++;
    }
    open.count++;
    arrows.set(sequence, numbers.bind);
  }
  yield* close();
}

/** Decisions that took no time and were taken at one moment: one slice of a nanosecond. */
interface Decision {
  readonly life: TimelineLife;
  count: number;
}

function* decisionEvents(consumer: TimelineConsumer, place: Place, arrows: Map<number, number>): Generator<TraceEvent> {
  const decisions: Decision[] = [];
  for (const life of consumer.lives()) {
    if (!isDecided(life)) continue;
    const last = decisions.at(-1);
    if (last !== undefined && isOneMoment(last.life, life)) last.count++;
    else decisions.push({ life, count: 1 });
  }
  // A slice comes before those within it: one that took no time is a nanosecond of what begins at the same moment.
  decisions.sort(({ life: one }, { life: other }) =>
    one.decisionNs - other.decisionNs || other.completionNs - one.completionNs
  );
  for (const { life, count } of decisions) {
    const { sequence, arrivalNs, decisionNs, completionNs, fate } = life;
    const bind = arrows.get(sequence);
    yield {
      ph: "X",
      name: fate,
      cat: "decision",
      ...place,
      ns: decisionNs,
      durNs: drawnNs(decisionNs, completionNs),
      ...(bind === undefined ? {} : { bind, flow: "in" as const }),
      args: {
        sequence,
        ...(count === 1 ? {} : { events: count }),
        staleness_ns: decisionNs - arrivalNs,
        latency_ns: completionNs - arrivalNs,
      },
    };
  }
}

function isDecided({ fate }: TimelineLife): boolean {
  return fate === "live" || fate === "provisional";
}

function isOneMoment(one: TimelineLife, other: TimelineLife): boolean {
  return one.fate === other.fate && one.completionNs === one.decisionNs && other.completionNs === other.decisionNs &&
    one.decisionNs === other.decisionNs;
}

/** Events overlap: one waits while the one before it is decided on. */
function* lifeEvents(
  { lives }: TimelineConsumer,
  name: string,
  place: Place,
  numbers: TraceNumbers,
): Generator<TraceEvent> {
  for (const { sequence, arrivalNs, completionNs, fate } of lives()) {
    const life = { name: `events of ${name}`, cat: "life", ...place, id: ++numbers.id };
    yield { ph: "b", ...life, ns: arrivalNs, args: { sequence, fate } };
    yield { ph: "e", ...life, ns: completionNs };
  }
}
