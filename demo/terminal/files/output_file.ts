import { printable } from "../../../config/printable.ts";
import { KIND_NAMES, piecesOf } from "./deno_files.ts";
import { type FileAccess, type FileTarget, folderOf, NotPermittedError, reasonOf } from "./file_access.ts";
import { quote, shellWord } from "../options.ts";
import { UsageError } from "../usage_error.ts";

/** A file that gets one text, at the end. */
export interface OutputFile {
  /**
   * Writes it, whole or in pieces.
   *
   * @throws {Error} if that cannot be done
   */
  write(text: string | Iterable<string>): void;
  /** Whether it is open: then the process need not be permitted to write any more. */
  readonly isOpen: boolean;
}

/** Who asks for a file. */
export interface OutputRequest {
  /** The name of the option, without the dashes. */
  readonly option: string;
  /** Where the file is to be. */
  readonly path: string;
  /** Makes the command that runs the program with these options of `deno run`, for the error message. */
  commandWith(permissions: string): string;
}

/**
 * Makes sure that a file may be replaced, so that this is known before anything runs, and removes drafts of killed
 * runs. Never asks for a permission.
 *
 * @param request what is asked for
 * @param files how to get there
 * @returns where the text will go: a file, nothing yet, or what is no file
 * @throws {UsageError} if it may not be written, or is a folder
 */
export function locateOutput({ option, path, commandWith }: OutputRequest, files: FileAccess): FileTarget {
  const refuse = (readable: readonly string[], writable: string): never => {
    const permissions = `${permission("read", readable)} ${permission("write", [writable])}`;
    throw new UsageError(`--${option} needs ${permissions}: ${commandWith(permissions)}`);
  };
  const folder = folderOf(path);
  if (!files.isGranted(folder, "read")) refuse([folder], folder);
  const target = located(option, path, files, (other) => refuse([folder, other], other));
  if (target.kind === "folder") throw unwritable(option, path, `it is ${KIND_NAMES.folder}`);
  if (target.kind === "special") return target;
  const home = folderOf(target.path);
  if (!files.isGranted(home, "read", "write")) refuse(home === folder ? [folder] : [folder, home], home);
  files.clearDrafts(target.path);
  return target;
}

/**
 * Acquires everything that may be refused for a file that is written once, at the end. A path that is no file, such as
 * a pipe, is opened now.
 *
 * @param request what is asked for
 * @param files how to get there
 * @throws {UsageError} if it cannot be written
 */
export function openOutput(request: OutputRequest, files: FileAccess): OutputFile {
  const { option, path } = request;
  const { kind } = locateOutput(request, files);
  try {
    if (kind === "special") return writerTo(files.openSpecial(path));
    files.probe(path);
  } catch (error) {
    throw unwritable(option, path, reasonOf(error));
  }
  return { write: (text) => files.replace(path, text), isOpen: false };
}

/** The message for a file that cannot be written. */
export function unwritable(option: string, path: string, reason: string): UsageError {
  return new UsageError(`--${option}: cannot write ${quote(path)}: ${printable(reason)}`);
}

function located(
  option: string,
  path: string,
  files: FileAccess,
  refuse: (folder: string) => never,
): FileTarget {
  try {
    return files.locate(path);
  } catch (error) {
    if (error instanceof NotPermittedError) refuse(error.folder);
    throw unwritable(option, path, reasonOf(error));
  }
}

/** An option of `deno run`. A list is split at commas, so a folder that has one can only be had with all others. */
function permission(name: "read" | "write", folders: readonly string[]): string {
  const isListable = folders.every((folder) => !folder.includes(","));
  return isListable ? `--allow-${name}=${folders.map(shellWord).join(",")}` : `--allow-${name}`;
}

function writerTo(file: Pick<Deno.FsFile, "writeSync" | "close">): OutputFile {
  return {
    write: (text) => {
      for (const piece of piecesOf(text)) {
        const bytes = new TextEncoder().encode(piece);
        for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
      }
      file.close();
    },
    isOpen: true,
  };
}
