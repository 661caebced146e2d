/** How many tests a run of `deno test` passed, failed and ignored. A test counts once, with all its steps. */
export interface TestSummary {
  /** Tests that passed. */
  readonly passed: number;
  /** Tests that failed. */
  readonly failed: number;
  /** Tests that were not run. */
  readonly ignored: number;
}

const SUMMARY = /^(?:ok|FAILED) \| (\d+) passed\b(.*)$/gm;

/**
 * Reads the summary that a run of `deno test` ends with. A test may print the summary of a run of its own, so the last
 * one counts.
 *
 * @param output What the run wrote to stdout, without colours.
 * @returns The counts, or `undefined` where there is no summary because the run broke off before its end.
 */
export function parseTestSummary(output: string): TestSummary | undefined {
  const last = [...output.matchAll(SUMMARY)].at(-1);
  if (last === undefined) return undefined;
  const [, passed = "", rest = ""] = last;
  return { passed: Number(passed), failed: countOf(rest, "failed"), ignored: countOf(rest, "ignored") };
}

function countOf(text: string, outcome: string): number {
  return Number(new RegExp(`\\| (\\d+) ${outcome}\\b`).exec(text)?.[1] ?? 0);
}
