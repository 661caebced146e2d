import { quote } from "../options.ts";
import { UsageError } from "../usage_error.ts";
import type { FileAccess } from "./file_access.ts";
import { STANDARD_INPUT } from "./input_file.ts";
import { STANDARD_OUTPUT } from "./text_output.ts";

/**
 * Refuses one file for two outputs, however it is spelled: the later would replace the earlier. An output may not be an input
 * either: what the user has made would be gone.
 *
 * @param outputs the options, without the dashes, each with its path; undefined, if it was not given
 * @param files how to get to files
 * @param inputs paths of the files that are read. Default: none
 * @throws {UsageError} if two are the same file
 */
export function refuseOneFile(
  outputs: readonly (readonly [option: string, path: string | undefined])[],
  files: FileAccess,
  inputs: readonly string[] = [],
): void {
  const given = new Map(inputs.map((path) => [placeOfInput(path, files), path]));
  const seen = new Map<string, readonly [option: string, path: string]>();
  for (const [option, path] of outputs) {
    if (path === undefined || path === STANDARD_OUTPUT) continue;
    const place = files.identify(files.locate(path));
    const input = given.get(place);
    if (input !== undefined) {
      throw new UsageError(`--${option} must be another file than the input ${quote(input)}, got ${quote(path)}`);
    }
    const other = seen.get(place);
    if (other !== undefined) {
      throw new UsageError(
        `--${other[0]} and --${option} must name different files, got ${quote(other[1])} and ${quote(path)}`,
      );
    }
    seen.set(place, [option, path]);
  }
}

/** What is read may be less than what may be written: a file whose links may not be followed is at its path. */
function placeOfInput(path: string, files: FileAccess): string | undefined {
  if (path === STANDARD_INPUT) return undefined;
  try {
    const target = files.locate(path);
    // A pipe or a device is as it was, whatever is written into it; and that there is nothing is told by who reads it.
    return target.kind === "file" ? files.identify(target) : undefined;
  } catch {
    return files.identify({ path, kind: "file" });
  }
}
