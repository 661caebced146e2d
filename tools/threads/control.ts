import { quoteText } from "../../config/printable.ts";
import type { Measure, Sample } from "./measures.ts";

/** A control that did not do what it has to. The message is one line, when it is made printable. */
export class ControlError extends Error {
  /** The error's name. */
  override readonly name = "ControlError";
}

/** The lines that a control must print. */
const LINES: readonly (readonly [id: Measure["id"], line: RegExp])[] = [
  ["gated", /^threads, gated throughput +([\d.]+) ns\/event\b/m],
  ["round-trip", /^threads, round trip +p50 ([\d.]+) ns +p99 ([\d.]+) ns\b/m],
];

/**
 * Runs a program that does some of the measures in another language, with the argument `threads`.
 *
 * @param program its path
 * @returns its samples, by measure
 * @throws {ControlError} if it cannot be run, fails, or does not print what it has to
 */
export async function runControl(program: string): Promise<Map<Measure["id"], Sample>> {
  const { success, stdout, stderr } = await start(program);
  const text = new TextDecoder();
  if (!success) throw new ControlError(`--control: ${quoteText(program)} failed: ${text.decode(stderr).trim()}`);
  return parseControl(text.decode(stdout));
}

async function start(program: string): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command(program, { args: ["threads"], stdin: "null" }).output();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ControlError(`--control: cannot run ${quoteText(program)}: ${reason}`, { cause });
  }
}

/**
 * Reads what a control prints.
 *
 * @throws {ControlError} if a line is missing
 */
export function parseControl(printed: string): Map<Measure["id"], Sample> {
  return new Map(LINES.map(([id, line]) => {
    const [, first, second] = line.exec(printed) ?? [];
    if (first === undefined) throw new ControlError(`the control printed no line like ${line.source}:\n${printed}`);
    const value = Number(first);
    return [id, [value, second === undefined ? 1_000 / value : Number(second)]];
  }));
}
