import { printable } from "../../config/printable.ts";
import { formatHgrm } from "../../control/mod.ts";
import type { TimedConsumerRecord } from "../system/timed/timed_record.ts";
import { type FileAccess, nameOf, reasonOf } from "../terminal/files/file_access.ts";
import { openOutput, type OutputFile, unwritable } from "../terminal/files/output_file.ts";
import { quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** Unit of the values in the files: microseconds. */
const UNIT_NS = 1_000;

/** Where the percentile tables of staleness go. */
export interface StalenessOutput {
  /** Whether they are printed in place of the report. */
  readonly isPrinted: boolean;
  /** All of them as one text. */
  text(consumers: readonly TimedConsumerRecord[]): string;
  /**
   * Writes them, if they go to files.
   *
   * @returns why one could not be written; undefined, if all were
   */
  write(consumers: readonly TimedConsumerRecord[]): string | undefined;
}

/** The percentile table of a consumer's staleness, in microseconds, as HdrHistogram writes it. */
export function stalenessTable({ name, stalenessNs }: TimedConsumerRecord): string {
  return formatHgrm(stalenessNs, {
    unit: UNIT_NS,
    comment: `Staleness of ${printable(name)} in microseconds of simulated time`,
  });
}

/**
 * Where the table of each consumer goes: the path itself for the only one; of several, each gets its name into the path, in
 * front of the ending, so that each file holds one table, as plotters want it. What may not be in the name of a file is `_`.
 *
 * @param path the path of the option
 * @param names names of the consumers
 * @returns the paths; undefined, if two would be the same
 */
export function stalenessPaths(path: string, names: readonly string[]): readonly string[] | undefined {
  if (names.length === 1) return [path];
  const last = nameOf(path);
  const folder = path.slice(0, path.length - last.length);
  const dot = last.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [last.slice(0, dot), last.slice(dot)] : [last, ""];
  const paths = names.map((name) => `${folder}${stem}-${name.replace(/[^\p{L}\p{N}._-]/gu, "_")}${ending}`);
  return new Set(paths.map((path) => path.toLowerCase())).size === paths.length ? paths : undefined;
}

/**
 * Makes sure that every table can be written, so that this is known before anything runs. Never asks for a permission.
 *
 * @param path the path of the option; `-` prints them
 * @param names names of the consumers
 * @param files how to get there
 * @param commandWith makes the command that works with a permission, for the message
 * @throws {UsageError} if one may not be written, or two would be the same file
 */
export function openStalenessFiles(
  path: string,
  names: readonly string[],
  files: FileAccess,
  commandWith: (permissions: string) => string,
): StalenessOutput {
  const text = (consumers: readonly TimedConsumerRecord[]) => consumers.map(stalenessTable).join("\n");
  if (path === "-") return { isPrinted: true, text, write: () => undefined };
  const paths = stalenessPaths(path, names);
  if (paths === undefined) {
    throw new UsageError(
      `--hgrm ${quote(path)} needs a file for each consumer, and two of their names make the same one`,
    );
  }
  const outputs = paths.map((path): [string, OutputFile] => [
    path,
    openOutput({ option: "hgrm", path, commandWith }, files),
  ]);
  return {
    isPrinted: false,
    text,
    write: (consumers) => {
      const problems = outputs.flatMap(([path, output], n) => {
        try {
          output.write(stalenessTable(consumers[n]));
          return [];
        } catch (error) {
          return [unwritable("hgrm", path, reasonOf(error)).message];
        }
      });
      return problems[0];
    },
  };
}
