import type { Measure, Sample } from "./measures.ts";

/** What a control has to print, a line each. */
const LINES: readonly (readonly [id: Measure["id"], line: RegExp])[] = [
  ["gated", /^threads, gated throughput +([\d.]+) ns\/event\b/m],
  ["round-trip", /^threads, round trip +p50 ([\d.]+) ns +p99 ([\d.]+) ns\b/m],
];

/**
 * Runs a program that does some of the measures in another language, with the argument `threads`.
 *
 * @param program its path
 * @returns its samples, by measure
 * @throws {Error} if it cannot be run, fails, or does not print what it has to
 */
export async function runControl(program: string): Promise<Map<Measure["id"], Sample>> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: ["threads"], stdin: "null" }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`the control failed: ${text.decode(stderr).trim()}`);
  return parseControl(text.decode(stdout));
}

/**
 * Reads what a control prints.
 *
 * @throws {Error} if a line is missing
 */
export function parseControl(printed: string): Map<Measure["id"], Sample> {
  return new Map(LINES.map(([id, line]) => {
    const [, first, second] = line.exec(printed) ?? [];
    if (first === undefined) throw new Error(`the control printed no line like ${line.source}:\n${printed}`);
    const value = Number(first);
    return [id, [value, second === undefined ? 1_000 / value : Number(second)]];
  }));
}
