import { STANDARD_OUTPUT } from "./files/text_output.ts";
import type { ParsedOptions } from "./options.ts";
import { UsageError } from "./usage_error.ts";

/** Flags that say what is printed in place of the report, or with it. */
const FLAGS = ["json", "brief", "trace"];

/** Options of files that are printed in place of the report if the path is `-`. */
const FILES = ["hgrm", "html", "timeline"];

/**
 * Refuses options of which each says what is printed.
 *
 * @throws {UsageError} if there are several
 */
export function refuseTwoReports({ flags, values }: Pick<ParsedOptions, "flags" | "values">): void {
  const printed = FILES.filter((name) => values.get(name)?.[0] === STANDARD_OUTPUT);
  const asked = FLAGS.filter((name) => flags.has(name));
  const reports = [...asked.map((name) => `--${name}`), ...printed.map((name) => `--${name} ${STANDARD_OUTPUT}`)];
  if (reports.length <= 1) return;
  const all = reports.length === 2 ? "both" : "all";
  throw new UsageError(`${reports.join(" and ")} ${all} say what is printed: give one of them`);
}
