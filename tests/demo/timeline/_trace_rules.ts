// Rules of a trace file: those of the trace-event format, those that Perfetto's importer enforces by dropping what breaks them,
// and those that this project sets itself. Written from the format, without a look at the writer.

/** A number as it is written. */
interface Written {
  readonly source: string;
}

type Event = Readonly<Record<string, unknown>>;

/** A trace file that has been read, for tests that look into one. */
export interface ReadTrace {
  /** The events, with times as exact nanoseconds. */
  readonly events: readonly ReadEvent[];
  /** What is said of the file. */
  readonly otherData: Readonly<Record<string, string>>;
}

/** An event that has been read. */
export interface ReadEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat: string | undefined;
  readonly pid: number;
  readonly tid: number;
  readonly ns: number;
  readonly durNs: number;
  readonly id: string | undefined;
  readonly bind: string | undefined;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/** Slices that Perfetto lets lie within one another. */
const DEPTH_MAX = 512;

/** Keys that an event of each phase has, and those that it may have. */
const KEYS: Readonly<Record<string, readonly [must: readonly string[], may: readonly string[]]>> = {
  M: [["args"], []],
  X: [["ts", "dur", "cat"], ["args", "bind_id", "flow_out", "flow_in"]],
  i: [["ts", "s", "cat"], ["args"]],
  C: [["ts", "args", "cat"], []],
  b: [["ts", "id", "cat"], ["args"]],
  e: [["ts", "id", "cat"], ["args"]],
};

const META: Readonly<Record<string, "string" | "number">> = {
  process_name: "string",
  process_labels: "string",
  process_sort_index: "number",
  thread_name: "string",
  thread_sort_index: "number",
};

const META_KEYS: Readonly<Record<string, string>> = {
  process_name: "name",
  thread_name: "name",
  process_labels: "labels",
  process_sort_index: "sort_index",
  thread_sort_index: "sort_index",
};

/**
 * What is wrong with a trace file; nothing, if all is well.
 *
 * @param text the file
 * @param limit most events of each phase. Default: any number
 */
export function problemsOf(text: string, limit = Infinity): readonly string[] {
  const problems = new Set<string>();
  const note = (problem: string) => problems.add(problem);
  // Perfetto refuses halves of characters, written as escapes.
  if (/\\u[dD][89a-fA-F]/.test(text)) note("half of a character");
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    return [`no JSON: ${error instanceof Error ? error.message : error}`];
  }
  if (!isRecord(file) || !Array.isArray(file.traceEvents)) return ["no traceEvents"];
  if (file.displayTimeUnit !== "ns") note("displayTimeUnit is not ns");
  for (const key of Object.keys(file)) {
    if (!["traceEvents", "displayTimeUnit", "otherData"].includes(key)) note(`unknown key ${key} of the file`);
  }
  if (!isRecord(file.otherData) || Object.values(file.otherData).some((value) => typeof value !== "string")) {
    note("otherData is not texts");
  }
  const events: Event[] = [];
  for (const event of file.traceEvents) {
    if (!isRecord(event)) note("an event is no object");
    else if (checkShape(event, note)) events.push(event);
  }
  checkPlaces(events, note);
  checkSlices(events, note);
  checkCounters(events, note);
  checkLives(events, note);
  checkFlows(events, note);
  for (const ph of Object.keys(KEYS)) {
    const count = events.filter((event) => event.ph === ph).length;
    if (ph !== "M" && count > limit) note(`${count} events of phase ${ph}, at most ${limit} are allowed`);
  }
  const isCut = isRecord(file.otherData) && file.otherData.not_shown !== "nothing";
  if (isCut !== events.some(({ cat }) => cat === "cut")) {
    note("otherData and events say different things of what is cut");
  }
  return [...problems];
}

/** Reads a trace file that keeps to the rules. */
export function readTrace(text: string): ReadTrace {
  const { traceEvents, otherData } = parse(text) as { traceEvents: Event[]; otherData: Record<string, string> };
  return {
    otherData,
    events: traceEvents.map((event) => ({
      ph: event.ph as string,
      name: event.name as string,
      cat: event.cat as string | undefined,
      pid: event.pid as number,
      tid: event.tid as number,
      ns: event.ts === undefined ? NaN : Number(nsOf(event.ts)),
      durNs: event.dur === undefined ? NaN : Number(nsOf(event.dur)),
      id: event.id as string | undefined,
      bind: event.bind_id as string | undefined,
      args: (event.args ?? {}) as ReadEvent["args"],
    })),
  };
}

/** Parses a file, and keeps times as they are written: a float would lose nanoseconds. */
function parse(text: string): unknown {
  const keep = (key: string, value: unknown, context?: { readonly source?: string }) =>
    (key === "ts" || key === "dur") && typeof value === "number" ? { source: context?.source ?? String(value) } : value;
  return JSON.parse(text, keep as Parameters<typeof JSON.parse>[1]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Exact nanoseconds; undefined, if it is no time. */
function nsOf(value: unknown): bigint | undefined {
  const { source } = isRecord(value) ? value as unknown as Written : { source: undefined };
  if (typeof source !== "string" || !/^(0|[1-9]\d*)\.\d{3}$/.test(source)) return undefined;
  return BigInt(source.replace(".", ""));
}

/** Checks one event alone. Says whether it can be compared with others. */
function checkShape(event: Event, note: (problem: string) => void): boolean {
  const { ph } = event;
  const keys = typeof ph === "string" ? KEYS[ph] : undefined;
  if (keys === undefined) {
    note(`unknown phase ${JSON.stringify(ph)}`);
    return false;
  }
  const [must, may] = keys;
  const known = ["ph", "name", "pid", "tid", ...must, ...may];
  const missing = ["name", "pid", "tid", ...must].filter((key) => event[key] === undefined);
  const other = Object.keys(event).filter((key) => !known.includes(key));
  for (const key of missing) note(`${key} is missing in phase ${ph}`);
  for (const key of other) note(`unknown key ${key} in phase ${ph}`);
  if (missing.length > 0) return false;
  let isSound = true;
  const refuse = (problem: string) => {
    note(problem);
    isSound = false;
  };
  for (const key of ["pid", "tid"]) {
    const value = event[key];
    if (!(Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32)) {
      refuse(`${key} is no integer`);
    }
  }
  for (const key of ["name", "cat"]) {
    const value = event[key];
    if (value === undefined) continue;
    // deno-lint-ignore no-control-regex -- these are what is looked for
    if (typeof value !== "string" || value === "" || /[\x00-\x1f\x7f]/.test(value)) refuse(`${key} is no name`);
  }
  for (const key of ["ts", "dur"]) {
    const value = event[key];
    if (value === undefined) continue;
    const ns = nsOf(value);
    if (ns === undefined) refuse(`${key} is no time of three decimals`);
    else if (ns > BigInt(Number.MAX_SAFE_INTEGER)) refuse(`${key} is above 2^53 - 1 ns`);
  }
  for (const key of ["id", "bind_id"]) {
    const value = event[key];
    if (value !== undefined && !(typeof value === "string" && /^0x[1-9a-f][0-9a-f]*$/.test(value))) {
      refuse(`${key} is no id`);
    }
  }
  for (const key of ["flow_in", "flow_out"]) {
    if (event[key] !== undefined && event[key] !== true) refuse(`${key} is not true`);
  }
  if (ph === "i" && !["t", "p", "g"].includes(event.s as string)) refuse("an instant has no scope");
  checkArgs(event, refuse);
  return isSound;
}

function checkArgs({ ph, name, args }: Event, refuse: (problem: string) => void): void {
  if (args === undefined) return;
  if (!isRecord(args)) return refuse("args is no object");
  for (const value of Object.values(args)) {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      refuse("args has a value that is no text, number or boolean");
    }
  }
  if (ph === "C") {
    const values = Object.values(args);
    if (values.length === 0 || values.some((value) => typeof value !== "number")) refuse("a counter has no number");
  }
  if (ph !== "M") return;
  const kind = META[name as string];
  if (kind === undefined) return refuse(`unknown name ${JSON.stringify(name)} in phase M`);
  const [key, ...others] = Object.keys(args);
  if (others.length > 0 || key !== META_KEYS[name as string] || typeof args[key] !== kind || args[key] === "") {
    refuse(`${name} has other args`);
  }
}

/** Every process and every thread has a name, given before it is used, and a thread belongs to one process. */
function checkPlaces(events: readonly Event[], note: (problem: string) => void): void {
  const processes = new Map<unknown, string>();
  const threads = new Map<unknown, unknown>();
  const owners = new Map<unknown, unknown>();
  for (const { ph, name, pid, tid, args } of events) {
    if (pid === tid) note("a process and a thread have the same number");
    if ((owners.get(tid) ?? pid) !== pid) note("a thread belongs to two processes");
    owners.set(tid, pid);
    if (ph === "M" && name === "process_name") {
      if (processes.has(pid)) note("a process is named twice");
      processes.set(pid, (args as Record<string, string>).name);
    } else if (ph === "M" && name === "thread_name") {
      if (threads.has(tid)) note("a thread is named twice");
      threads.set(tid, pid);
    } else if (ph !== "M") {
      if (!processes.has(pid)) note("a process has no name");
      if (!threads.has(tid)) note("a thread has no name");
    }
  }
  if (new Set(processes.values()).size < processes.size) note("two processes have the same name");
}

/** As Perfetto reads microseconds: by either of its parsers. */
const READINGS: readonly ((ns: bigint) => number)[] = [
  (ns) => Number(ns),
  (ns) => Math.trunc(Number(`${ns / 1000n}.${String(ns % 1000n).padStart(3, "0")}`) * 1000),
  (ns) => Math.trunc((Number(ns / 1000n) + Number(ns % 1000n) / 1000) * 1000),
];

/** Slices of one thread nest or are disjoint, also after Perfetto has rounded them, and come in the order of time. */
function checkSlices(events: readonly Event[], note: (problem: string) => void): void {
  for (const slices of grouped(events.filter(({ ph }) => ph === "X"), ({ tid }) => tid)) {
    let latest = -1n;
    for (const { ts, dur, bind_id } of slices) {
      const ns = nsOf(ts)!;
      if (ns < latest) note("slices of a thread are out of order");
      latest = ns;
      if (bind_id !== undefined && nsOf(dur)! < 1n) note("a slice with an arrow takes no time");
    }
    for (const [n, read] of READINGS.entries()) {
      const open: number[] = [];
      for (const { ts, dur } of slices) {
        const begin = read(nsOf(ts)!);
        const length = read(nsOf(dur)!);
        while (open.length > 0 && open.at(-1)! <= begin) open.pop();
        if (open.length > 0 && begin + length > open.at(-1)!) {
          note(n === 0 ? "slices of a thread overlap" : "slices of a thread overlap as Perfetto reads them");
        }
        open.push(begin + length);
        if (open.length > DEPTH_MAX) note(`more than ${DEPTH_MAX} slices lie within one another`);
      }
    }
  }
}

/** Values of one counter come in the order of time. */
function checkCounters(events: readonly Event[], note: (problem: string) => void): void {
  const counters = events.filter(({ ph }) => ph === "C");
  for (const values of grouped(counters, ({ pid, name }) => `${pid} ${name}`)) {
    let latest = -1n;
    for (const { ts, tid } of values) {
      if (tid !== values[0].tid) note("two threads have one counter");
      if (nsOf(ts)! < latest) note("values of a counter are out of order");
      latest = nsOf(ts)!;
    }
  }
}

/** What begins ends, once, under the same name, and not before. */
function checkLives(events: readonly Event[], note: (problem: string) => void): void {
  const open = new Map<unknown, Event>();
  const closed = new Set<unknown>();
  for (const event of events) {
    const { ph, id } = event;
    if (ph === "b") {
      if (open.has(id) || closed.has(id)) note("an id begins twice");
      open.set(id, event);
    } else if (ph === "e") {
      const begin = open.get(id);
      if (begin === undefined) {
        note("an id ends that has not begun");
        continue;
      }
      open.delete(id);
      closed.add(id);
      if (["name", "cat", "pid", "tid"].some((key) => begin[key] !== event[key])) note("an id ends under another name");
      if (nsOf(event.ts)! < nsOf(begin.ts)!) note("an id ends before it begins");
    }
  }
  if (open.size > 0) note("an id does not end");
}

/** An arrow begins once, and ends where it has begun, not before. */
function checkFlows(events: readonly Event[], note: (problem: string) => void): void {
  const out = new Map<unknown, Event>();
  const bound = events.filter((event) => ["bind_id", "flow_in", "flow_out"].some((key) => event[key] !== undefined));
  for (const event of bound) {
    const { bind_id, flow_in, flow_out } = event;
    if (bind_id === undefined || (flow_in === undefined) === (flow_out === undefined)) {
      note("an arrow has not one end in a slice");
    } else if (flow_out !== undefined) {
      if (out.has(bind_id)) note("an arrow begins twice");
      out.set(bind_id, event);
    }
  }
  for (const { bind_id, flow_in, ts, pid } of bound) {
    if (flow_in === undefined || bind_id === undefined) continue;
    const begin = out.get(bind_id);
    if (begin === undefined) note("an arrow ends that has not begun");
    else if (begin.pid !== pid) note("an arrow leads to another process");
    else if (nsOf(ts)! < nsOf(begin.ts)!) note("an arrow ends before it begins");
  }
}

function grouped(events: readonly Event[], keyOf: (event: Event) => unknown): readonly (readonly Event[])[] {
  return [...Map.groupBy(events, keyOf).values()];
}
