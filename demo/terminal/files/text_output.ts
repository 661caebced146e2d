import { piecesOf } from "./deno_files.ts";
import { type FileAccess, reasonOf } from "./file_access.ts";
import { openOutput, unwritable } from "./output_file.ts";

/** Path that stands for standard output. */
export const STANDARD_OUTPUT = "-";

/** A text that goes to a file, or to standard output in place of the report. */
export interface TextOutput {
  /** Whether it is printed in place of the report. */
  readonly isPrinted: boolean;
  /** Whether nothing more has to be permitted: it is printed, or the file is open. */
  readonly isOpen: boolean;
  /**
   * Writes it, whole or in pieces.
   *
   * @returns why that could not be done, as one line; undefined, if it was
   */
  write(text: string | Iterable<string>): string | undefined;
}

/**
 * Acquires everything that may be refused for a text that is written once, at the end. Never asks for a permission.
 *
 * @param option the name of the option, without the dashes
 * @param path where it is to go; `-` is standard output
 * @param files how to get to files
 * @param print writes to standard output
 * @param commandWith makes the command that runs the program with these options of `deno run`, for the message
 * @throws {UsageError} if it cannot be written
 */
export function openTextOutput(
  option: string,
  path: string,
  files: FileAccess,
  print: (text: string) => void,
  commandWith: (permissions: string) => string,
): TextOutput {
  if (path === STANDARD_OUTPUT) {
    return {
      isPrinted: true,
      isOpen: true,
      write: (text) => {
        for (const piece of piecesOf(text)) print(piece);
        return undefined;
      },
    };
  }
  const file = openOutput({ option, path, commandWith }, files);
  return {
    isPrinted: false,
    isOpen: file.isOpen,
    write: (text) => {
      try {
        file.write(text);
        return undefined;
      } catch (error) {
        return unwritable(option, path, reasonOf(error)).message;
      }
    },
  };
}
