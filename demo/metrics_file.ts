import { formatPrometheus } from "../control/metrics/prometheus.ts";
import { metricsToJson } from "../control/metrics/metrics_json.ts";
import type { SystemSnapshot } from "../control/metrics/system_metrics.ts";
import { layOutJson } from "./report/json_layout.ts";

/** What a metrics file needs from the world. */
export interface FileAccess {
  /** Whether files may be made and renamed in a folder. Asks nobody. */
  isGranted(folder: string): boolean;
  /** Makes a file that does not exist yet. */
  create(path: string, text: string): void;
  /** Puts a file in the place of another, in one act. */
  replace(from: string, to: string): void;
  /** Removes a file. */
  remove(path: string): void;
}

/** The files of this machine. Deno wants to be allowed to read what it renames. */
export const DENO_FILES: FileAccess = {
  isGranted: (folder) =>
    (["read", "write"] as const).every((name) =>
      Deno.permissions.querySync({ name, path: folder }).state === "granted"
    ),
  create: (path, text) => Deno.writeTextFileSync(path, text, { createNew: true }),
  replace: (from, to) => Deno.renameSync(from, to),
  remove: (path) => Deno.removeSync(path),
};

/** What the name of a metrics file ends in, and so what is written into it. */
const FORMATS: readonly (readonly [suffix: string, format: (snapshot: SystemSnapshot) => string])[] = [
  [".prom", formatPrometheus],
  [".json", (snapshot) => layOutJson(metricsToJson(snapshot))],
];

/** What the path of a metrics file must be, as the end of "it must be ...". */
export const METRICS_FILE_RULE = `a path that ends in ${FORMATS.map(([suffix]) => suffix).join(" or ")}`;

/** Whether something may be the path of a metrics file. */
export function isMetricsFile(path: string): boolean {
  return FORMATS.some(([suffix]) => path.endsWith(suffix));
}

/**
 * A file with the latest numbers of a system, for somebody else to read at any time: in the text format of Prometheus, as the
 * textfile collector of its node exporter reads it, or as JSON.
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
  declare private readonly _format: (snapshot: SystemSnapshot) => string;
  declare private readonly _files: FileAccess;

  /**
   * Names a file, and does not touch it yet.
   *
   * @param path where it is to be
   * @param files how to get there. Default: the files of this machine
   * @throws {RangeError} if the path does not end in `.prom` or `.json`
   */
  constructor(path: string, files: FileAccess = DENO_FILES) {
    const found = FORMATS.find(([suffix]) => path.endsWith(suffix));
    if (found === undefined) throw new RangeError(`path must be ${METRICS_FILE_RULE}, got ${JSON.stringify(path)}`);
    this.path = path;
    this._format = found[1];
    this._files = files;
  }

  /** The folder that the file is in. */
  get folder(): string {
    const separators = Deno.build.os === "windows" ? /[/\\][^/\\]*$/ : /\/[^/]*$/;
    const end = this.path.search(separators);
    return end < 0 ? "." : this.path.slice(0, Math.max(end, 1));
  }

  /** Whether the folder may be read and written, which it takes to replace the file. Asks nobody for it. */
  get isPermitted(): boolean {
    return this._files.isGranted(this.folder);
  }

  /** Replaces what is in the file, and says whether that worked. */
  write(snapshot: SystemSnapshot): boolean {
    const text = this._format(snapshot);
    // Whoever collects files by their ending does not see this one.
    const draft = `${this.path}.${crypto.randomUUID()}.tmp`;
    try {
      this._files.create(draft, text);
      this._files.replace(draft, this.path);
      this.written++;
      return true;
    } catch (error) {
      this._discard(draft);
      this.dropped++;
      this.reason = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  /** Removes a file that is of no use. If it is not there, or stays, the reason has been noted already. */
  private _discard(draft: string): void {
    try {
      this._files.remove(draft);
    } catch {
      return;
    }
  }
}
