import {
  formatPrometheus,
  labelProblem,
  type MetricsOptions,
  metricsToJson,
  type SystemSnapshot,
} from "../../../control/mod.ts";
import { DENO_FILES } from "./deno_files.ts";
import { type FileAccess, reasonOf } from "./file_access.ts";
import { layOutJson } from "../layout/json_layout.ts";

/** Extensions of a metrics file. Each selects a format. */
const FORMATS:
  readonly (readonly [suffix: string, format: (snapshot: SystemSnapshot, options: MetricsOptions) => string])[] = [
    [".prom", formatPrometheus],
    [".json", (snapshot, options) => layOutJson(metricsToJson(snapshot, options))],
  ];

/** Rule for the path of a metrics file, as the end of "it must be ...". */
export const METRICS_FILE_RULE = `a path that ends in ${FORMATS.map(([suffix]) => suffix).join(" or ")}`;

/** Whether something may be the path of a metrics file. */
export function isMetricsFile(path: string): boolean {
  return FORMATS.some(([suffix]) => path.endsWith(suffix));
}

/**
 * A file with the latest metrics of a system, which a collector may read at any time: in the text format of Prometheus,
 * for the textfile collector of its node exporter, or as JSON.
 *
 * A reader never sees half a file: the text goes into a new file beside it, which then takes its place. That a file cannot be
 * written is no reason for anything to stop; it is counted.
 */
export class MetricsFile {
  /** Where it is. */
  declare readonly path: string;
  /** Snapshots that were written. */
  written = 0;
  /** Snapshots that could not be written. */
  dropped = 0;
  /** Why the latest of them could not be written; nothing, if all were. */
  reason: string | undefined = undefined;
  declare private readonly _format: (snapshot: SystemSnapshot, options: MetricsOptions) => string;
  declare private readonly _files: FileAccess;
  declare private readonly _options: MetricsOptions;

  /**
   * Names a file, and does not touch it yet.
   *
   * @param path where it is to be
   * @param files how to get there. Default: the files of this machine
   * @param options labels that every number gets. Default: none
   * @throws {RangeError} if the path does not end in `.prom` or `.json`, or a label is not allowed
   */
  constructor(path: string, files: FileAccess = DENO_FILES, options: MetricsOptions = {}) {
    const found = FORMATS.find(([suffix]) => path.endsWith(suffix));
    if (found === undefined) throw new RangeError(`path must be ${METRICS_FILE_RULE}, got ${JSON.stringify(path)}`);
    for (const [name, value] of Object.entries(options.labels ?? {})) {
      const problem = labelProblem(name, value);
      if (problem !== undefined) throw new RangeError(`Cannot label metrics: a label must ${problem}`);
    }
    this.path = path;
    this._format = found[1];
    this._files = files;
    this._options = options;
  }

  /** Replaces what is in the file, and says whether that worked. */
  write(snapshot: SystemSnapshot): boolean {
    try {
      this._files.replace(this.path, this._format(snapshot, this._options));
      this.written++;
      return true;
    } catch (error) {
      this.dropped++;
      this.reason = reasonOf(error);
      return false;
    }
  }
}
