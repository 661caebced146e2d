import { labelProblem, type MetricsLabels } from "../../../control/mod.ts";
import { isMetricsFile, METRICS_FILE_RULE, MetricsFile } from "./metrics_file.ts";
import { KIND_NAMES } from "./deno_files.ts";
import type { FileAccess } from "./file_access.ts";
import { type Option, type ParsedOptions, quote } from "../options.ts";
import { locateOutput, unwritable } from "./output_file.ts";
import { UsageError } from "../usage_error.ts";

/**
 * The option that names a metrics file.
 *
 * @param what what is written into it and when, as the beginning of a sentence that goes on with "in the text format"
 */
export function metricsFileOption(what: string): Option {
  return {
    name: "metrics-file",
    value: "FILE",
    rule: METRICS_FILE_RULE,
    help: `${what} in the text format of Prometheus if FILE ends in .prom, as JSON if it ends in .json. Needs ` +
      "--allow-read and --allow-write for its folder.",
  };
}

/**
 * Reads what was given by the option.
 *
 * @returns the path; nothing, if the option was not given
 * @throws {UsageError} if it cannot be that of a metrics file
 */
export function readMetricsFile({ values }: Pick<ParsedOptions, "values">): string | undefined {
  const path = values.get("metrics-file")?.[0];
  if (path !== undefined && !isMetricsFile(path)) {
    throw new UsageError(`--metrics-file must be ${METRICS_FILE_RULE}, got ${quote(path)}`);
  }
  return path;
}

/** The option that gives the numbers in a metrics file a label. */
export const METRICS_LABEL_OPTION: Option = {
  name: "metrics-label",
  value: "NAME=VALUE",
  rule: "NAME=VALUE",
  repeatable: true,
  help: "Gives every number in the file of --metrics-file a label, so that two systems can share a collector. May be " +
    "given for several names.",
};

/**
 * Reads what labels were given, in their order.
 *
 * @throws {UsageError} if one is not allowed or is given twice, or there is no file for them
 */
export function readMetricsLabels({ values }: Pick<ParsedOptions, "values">): MetricsLabels {
  const texts = values.get(METRICS_LABEL_OPTION.name) ?? [];
  if (texts.length > 0 && !values.has("metrics-file")) {
    throw new UsageError("--metrics-label labels what --metrics-file writes: give --metrics-file as well");
  }
  const labels = new Map<string, string>();
  for (const text of texts) {
    const end = text.indexOf("=");
    if (end < 0) throw new UsageError(`--metrics-label must be NAME=VALUE, got ${quote(text)}`);
    const [name, value] = [text.slice(0, end), text.slice(end + 1)];
    const problem = labelProblem(name, value);
    if (problem !== undefined) throw new UsageError(`--metrics-label must ${problem}`);
    if (labels.has(name)) throw new UsageError(`--metrics-label is given twice for ${name}: give it once`);
    labels.set(name, value);
  }
  return Object.fromEntries(labels);
}

/**
 * Opens a metrics file, so that a missing permission is known before anything runs. Never asks for a permission.
 *
 * @param path where it is to be
 * @param labels what its numbers are labelled with
 * @param files how to get there
 * @param commandWith makes the command that runs the program with these options of `deno run`, for the error message
 * @throws {UsageError} if it may not be written, or is no file
 */
export function openMetricsFile(
  path: string,
  labels: MetricsLabels,
  files: FileAccess,
  commandWith: (permissions: string) => string,
): MetricsFile {
  const { kind } = locateOutput({ option: "metrics-file", path, commandWith }, files);
  // It is replaced, and only a file can be.
  if (kind === "special") throw unwritable("metrics-file", path, `it is ${KIND_NAMES.special}`);
  return new MetricsFile(path, files, { labels });
}
