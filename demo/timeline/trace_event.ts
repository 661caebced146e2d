import { microseconds } from "./microseconds.ts";

/** Values that an event shows when it is clicked. */
export type TraceArgs = Readonly<Record<string, string | number | boolean>>;

/** An event of the trace-event format, with times in nanoseconds. */
export interface TraceEvent {
  /**
   * Its phase: a name (`M`), a slice of a thread (`X`), an instant (`i`), values over time (`C`), or the beginning and the end
   * of what may overlap (`b`, `e`).
   */
  readonly ph: "M" | "X" | "i" | "C" | "b" | "e";
  /** Its name. */
  readonly name: string;
  /** Its kind; names have none. */
  readonly cat?: string;
  /** The process. */
  readonly pid: number;
  /** The thread. */
  readonly tid: number;
  /** When; names have no time. */
  readonly ns?: number;
  /** How long it lasts, of a slice. */
  readonly durNs?: number;
  /** Joins a beginning and its end. */
  readonly id?: number;
  /** Joins slices by an arrow. */
  readonly bind?: number;
  /** Whether the arrow begins or ends here. */
  readonly flow?: "out" | "in";
  /** Whether an instant is of its thread or of its process. Default: of its thread. */
  readonly scope?: "t" | "p";
  /** What it shows when it is clicked. */
  readonly args?: TraceArgs;
}

/**
 * An event as a line of a trace file.
 *
 * @throws {RangeError} if a time is not whole nanoseconds from 0 to 2⁵³ - 1
 */
export function traceLine({ ph, name, cat, pid, tid, ns, durNs, id, bind, flow, scope, args }: TraceEvent): string {
  let line = `{"ph":"${ph}","name":${JSON.stringify(name)}`;
  if (cat !== undefined) line += `,"cat":"${cat}"`;
  line += `,"pid":${pid},"tid":${tid}`;
  if (ns !== undefined) line += `,"ts":${microseconds(ns)}`;
  if (durNs !== undefined) line += `,"dur":${microseconds(durNs)}`;
  if (ph === "i") line += `,"s":"${scope ?? "t"}"`;
  if (id !== undefined) line += `,"id":"0x${id.toString(16)}"`;
  if (bind !== undefined) line += `,"bind_id":"0x${bind.toString(16)}","flow_${flow}":true`;
  if (args !== undefined && Object.keys(args).length > 0) line += `,"args":${JSON.stringify(args)}`;
  return `${line}}`;
}
