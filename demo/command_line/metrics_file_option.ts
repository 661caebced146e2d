import { type FileAccess, isMetricsFile, METRICS_FILE_RULE, MetricsFile } from "../metrics_file.ts";
import { type Option, type ParsedOptions, quote, shellWord } from "./options.ts";
import { UsageError } from "./usage_error.ts";

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

/**
 * Names a metrics file that may be written, so that whether it may is known before anything runs. Asks nobody.
 *
 * @param path where it is to be
 * @param files how to get there
 * @param commandWith how to run the program with these options of `deno run`, for whoever lacks them
 * @throws {UsageError} if it may not be written
 */
export function openMetricsFile(
  path: string,
  files: FileAccess,
  commandWith: (permissions: string) => string,
): MetricsFile {
  const file = new MetricsFile(path, files);
  if (file.isPermitted) return file;
  const folder = shellWord(file.folder);
  const permissions = `--allow-read=${folder} --allow-write=${folder}`;
  throw new UsageError(`--metrics-file needs ${permissions}: ${commandWith(permissions)}`);
}
