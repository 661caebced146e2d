/** Kind of a path that is to be written: a file, nothing yet, a folder, or another kind: a pipe, a device, a socket. */
export type TargetKind = "file" | "none" | "folder" | "special";

/** Where the text for a path goes. */
export interface FileTarget {
  /** The path itself, or what its symbolic links lead to. */
  readonly path: string;
  /** Its kind now. */
  readonly kind: TargetKind;
}

/** File system operations of output files. None of them asks for a permission. */
export interface FileAccess {
  /** Whether the process may do these things in a folder. */
  isGranted(folder: string, ...names: readonly ("read" | "write")[]): boolean;
  /**
   * Follows the symbolic links of a path, to what is there or would be.
   *
   * @throws {NotPermittedError} if a folder on the way may not be read
   * @throws {Error} if what is there cannot be seen
   */
  locate(path: string): FileTarget;
  /** A text that is the same for two targets if they are the same place, however their paths are spelled. */
  identify(target: FileTarget): string;
  /**
   * Puts a text, whole or in pieces, in the place of a file, in one act: a reader finds the old text or the new one. The file keeps its mode and,
   * as far as the process may give files away, its owner; a new one has the mode of the process. A symbolic link stays, and
   * what it leads to is replaced.
   *
   * @throws {Error} if that cannot be done; then the file is as it was, and nothing else is left
   */
  replace(path: string, text: string | Iterable<string>): void;
  /**
   * Finds out whether a file could be replaced now, and changes nothing.
   *
   * @throws {Error} if it could not
   */
  probe(path: string): void;
  /** Removes drafts of this file that killed runs have left behind. Drafts of running processes stay. */
  clearDrafts(path: string): void;
  /** Opens what is no file, to be written into. */
  openSpecial(path: string): Pick<Deno.FsFile, "writeSync" | "close">;
}

/** A folder that has to be read, and may not be. */
export class NotPermittedError extends Error {
  /** The error's name. */
  override readonly name = "NotPermittedError";
  /** The folder. */
  declare readonly folder: string;

  /** Makes the error. */
  constructor(folder: string) {
    super(`reading ${JSON.stringify(folder)} is not permitted`);
    this.folder = folder;
  }
}

/** The folder that a path is in, as far as the path says. */
export function folderOf(path: string): string {
  const end = path.search(LAST_NAME);
  return end < 0 ? "." : path.slice(0, Math.max(end, 1));
}

/** The last name of a path; empty, if it ends in a separator. */
export function nameOf(path: string): string {
  const end = path.search(LAST_NAME);
  return end < 0 ? path : path.slice(end + 1);
}

/**
 * Why a path cannot be written, in words. The system's own message ends with the name of a draft, which would mean
 * nothing to the user.
 */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/(\(os error \d+\)): \w+ '.*$/s, "$1") : String(error);
}

const LAST_NAME = Deno.build.os === "windows" ? /[/\\][^/\\]*$/ : /\/[^/]*$/;
