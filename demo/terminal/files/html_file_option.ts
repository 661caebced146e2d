import type { Option } from "../options.ts";
import type { FileAccess } from "./file_access.ts";
import { openTextOutput, type TextOutput } from "./text_output.ts";

/** The option that writes a report as a page. */
export const HTML_FILE_OPTION: Option = {
  name: "html",
  value: "FILE",
  rule: "a path, or - for standard output",
  help:
    "Writes the report as a page of one file, with figures: it needs no scripts and no network, and can be printed. " +
    "With - the page is printed instead of the report. A file needs --allow-read and --allow-write for its folder.",
};

/**
 * Opens what was given by the option, so that a missing permission is known before anything runs. Never asks for one.
 *
 * @param path its value; undefined, if it was not given
 * @param files how to get to files
 * @param print writes to standard output
 * @param commandWith makes the command that runs the program with these options of `deno run`, for the message
 * @returns where the page goes; undefined, if there is to be none
 * @throws {UsageError} if it cannot be written
 */
export function openHtmlFile(
  path: string | undefined,
  files: FileAccess,
  print: (text: string) => void,
  commandWith: (permissions: string) => string,
): TextOutput | undefined {
  return path === undefined ? undefined : openTextOutput(HTML_FILE_OPTION.name, path, files, print, commandWith);
}
