import { printable } from "../../../config/printable.ts";
import { quote, shellWord } from "../options.ts";
import { UsageError } from "../usage_error.ts";
import { reasonOf } from "./file_access.ts";

/** Path that stands for standard input. */
export const STANDARD_INPUT = "-";

/** Bytes that are read from a file, one buffer after the other. */
export interface InputFile {
  /** Its name in messages: the path. */
  readonly name: string;
  /** Bytes read so far. */
  readonly bytesRead: number;
  /** Bytes that it has; undefined, where that is not known: of a pipe, say. */
  readonly bytes: number | undefined;
  /**
   * Reads the next bytes into a buffer, from its beginning.
   *
   * @returns how many; 0 at the end
   */
  read(buffer: Uint8Array): number;
  /** Lets go of it. May be called more than once. */
  close(): void;
}

/** The calls that it takes, so that a test can have one of them fail. */
export interface InputOps {
  /** Whether a path may be read. */
  isGranted(path: string): boolean;
  /** Opens a path. */
  open(path: string): InputHandle;
  /** Standard input. */
  readonly stdin: InputHandle;
}

/** An open file. */
export interface InputHandle {
  /** Reads some bytes; null at the end. */
  readSync(buffer: Uint8Array): number | null;
  /** What is open. */
  statSync?(): Pick<Deno.FileInfo, "isFile" | "isDirectory" | "size">;
  /** Closes it. */
  close(): void;
}

/** The files of this machine. */
export const DENO_INPUT: InputOps = {
  isGranted: (path) => Deno.permissions.querySync({ name: "read", path }).state === "granted",
  open: (path) => Deno.openSync(path, { read: true }),
  stdin: Deno.stdin,
};

/** Makes the command that runs the program with these options of `deno run`, for a message. */
export type CommandWith = (permissions: string) => string;

/**
 * Opens a file to be read. Never asks for a permission: the message for one that is missing has the command that works.
 *
 * @param path the path, or {@linkcode STANDARD_INPUT}
 * @param commandWith makes that command
 * @param ops how to get there. Default: the files of this machine
 * @throws {UsageError} if it cannot be read, or is a folder
 */
export function openInput(path: string, commandWith: CommandWith, ops: InputOps = DENO_INPUT): InputFile {
  if (path === STANDARD_INPUT) return new OpenInput("standard input", ops.stdin, undefined);
  if (!ops.isGranted(path)) {
    const permission = path.includes(",") ? "--allow-read" : `--allow-read=${shellWord(path)}`;
    throw new UsageError(`reading ${quote(path)} needs ${permission}: ${commandWith(permission)}`);
  }
  try {
    const handle = ops.open(path);
    const info = handle.statSync?.();
    if (info?.isDirectory === true) {
      handle.close();
      throw unreadable(path, "it is a folder");
    }
    return new OpenInput(path, handle, info?.isFile === true ? info.size : undefined);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unreadable(path, reasonOf(error).replace(/: open '.*'$/s, ""));
  }
}

/**
 * Reads a file as text.
 *
 * @param bytesMax bytes that it may have
 * @throws {UsageError} if it cannot be read, is longer, or is not UTF-8
 */
export function readInputText(
  path: string,
  bytesMax: number,
  commandWith: CommandWith,
  ops: InputOps = DENO_INPUT,
): string {
  const input = openInput(path, commandWith, ops);
  const parts: Uint8Array[] = [];
  try {
    for (;;) {
      const buffer = new Uint8Array(PART_BYTES);
      const count = input.read(buffer);
      if (count === 0) break;
      parts.push(buffer.subarray(0, count));
      if (input.bytesRead > bytesMax) throw unreadable(input.name, `it is longer than ${bytesMax} bytes`);
    }
  } finally {
    input.close();
  }
  try {
    const bytes = new Uint8Array(input.bytesRead);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(input.name, "it is not text in UTF-8");
  }
}

const PART_BYTES = 65_536;

function unreadable(path: string, reason: string): UsageError {
  return new UsageError(`cannot read ${quote(path)}: ${printable(reason)}`);
}

class OpenInput implements InputFile {
  declare readonly name: string;
  declare readonly bytes: number | undefined;
  bytesRead = 0;
  declare private readonly _handle: InputHandle;
  private _isOpen = true;

  constructor(name: string, handle: InputHandle, bytes: number | undefined) {
    this.name = name;
    this.bytes = bytes;
    this._handle = handle;
  }

  read(buffer: Uint8Array): number {
    let count: number | null;
    try {
      count = this._handle.readSync(buffer);
    } catch (error) {
      throw unreadable(this.name, reasonOf(error));
    }
    this.bytesRead += count ?? 0;
    return count ?? 0;
  }

  close(): void {
    if (this._isOpen) this._handle.close();
    this._isOpen = false;
  }
}
