import { quote } from "../options.ts";
import { UsageError } from "../usage_error.ts";
import type { FileAccess } from "./file_access.ts";
import { STANDARD_OUTPUT } from "./text_output.ts";

/**
 * Refuses one file for two outputs, however it is spelled: the later would replace the earlier.
 *
 * @param outputs the options, without the dashes, each with its path; undefined, if it was not given
 * @param files how to get to files
 * @throws {UsageError} if two are the same file
 */
export function refuseOneFile(
  outputs: readonly (readonly [option: string, path: string | undefined])[],
  files: FileAccess,
): void {
  const seen = new Map<string, readonly [option: string, path: string]>();
  for (const [option, path] of outputs) {
    if (path === undefined || path === STANDARD_OUTPUT) continue;
    const place = files.identify(files.locate(path));
    const other = seen.get(place);
    if (other !== undefined) {
      throw new UsageError(
        `--${other[0]} and --${option} must name different files, got ${quote(other[1])} and ${quote(path)}`,
      );
    }
    seen.set(place, [option, path]);
  }
}
