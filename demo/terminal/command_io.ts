import { printable } from "../../config/printable.ts";
import { isColoured } from "./color_option.ts";
import { ExitStatus } from "./exit_status.ts";

/** The world as a command sees it. */
export interface CommandIo {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether the output may be coloured: it goes to a terminal, and NO_COLOR is not set. */
  readonly colour: boolean;
  /** Characters of a line of the terminal; Infinity, if the output does not go to one. */
  readonly columns: number;
}

/** The output of a process, and who reads it. */
export interface ProcessIo extends CommandIo {
  /** The size of the terminal now; nothing, if the output does not go to one. */
  size(): TerminalSize | undefined;
  /** Aborted when the output has no reader any more: the other end of the pipe is closed, or the terminal is. */
  readonly gone: AbortSignal;
}

/** The size of a terminal, in characters. */
export interface TerminalSize {
  /** Characters of a line. */
  readonly columns: number;
  /** Lines. */
  readonly rows: number;
}

/**
 * The process's own output. Asks for no permission. A process that cannot write its output ends, and says why in one
 * line. If the reader has gone, that is no error, and the rest is discarded.
 *
 * A terminal that understands nothing but text is treated like a file. Its kind, and the wish for colours in any case, are
 * told by TERM and FORCE_COLOR, which are looked at only where that is permitted already.
 */
export function processIo(): ProcessIo {
  const gone = new AbortController();
  const isTerminal = Deno.stdout.isTerminal();
  const isCapable = isTerminal && permittedVariable("TERM") !== "dumb";
  const size = () => isCapable ? sizeOf(Deno.consoleSize) : undefined;
  return {
    out: textWriter(Deno.stdout, {
      gone: () => gone.abort(),
      // Writing to a closed terminal fails with the same error as a broken disk.
      refuse: (error) => isTerminal ? gone.abort() : endUnwritable(error),
    }),
    err: textWriter(Deno.stderr, NOBODY_TO_TELL),
    colour: isColoured({
      isTerminal: isCapable,
      noColor: Deno.noColor,
      forceColor: permittedVariable("FORCE_COLOR"),
    }),
    get columns() {
      return size()?.columns ?? Infinity;
    },
    size,
    gone: gone.signal,
  };
}

/** A terminal that one line can be written over and over on. */
export interface LineTerminal {
  /** Writes to it. */
  write(text: string): void;
  /** Characters of a line. */
  readonly columns: number;
}

/** The terminal that standard error goes to; undefined, if it goes to none, or to one that understands nothing but text. */
export function progressTerminal(): LineTerminal | undefined {
  if (!Deno.stderr.isTerminal() || permittedVariable("TERM") === "dumb") return undefined;
  const { columns } = sizeOf(Deno.consoleSize);
  return { write: textWriter(Deno.stderr, NOBODY_TO_TELL), columns };
}

/** A variable of the environment, if it may be read. Never asks for a permission. */
function permittedVariable(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}

/** The size of a terminal; one that does not tell it, or tells that it has none, has the usual one. */
export function sizeOf(ask: () => TerminalSize): TerminalSize {
  try {
    const { columns, rows } = ask();
    return { columns: columns > 0 ? columns : USUAL.columns, rows: rows > 0 ? rows : USUAL.rows };
  } catch {
    return USUAL;
  }
}

const USUAL: TerminalSize = { columns: 80, rows: 24 };

/** Who is told that a text cannot be written. */
export interface WriteFailure {
  /** Its reader has gone, as `head` does when it has seen enough. */
  gone(): void;
  /** Something else is wrong. */
  refuse(error: unknown): void;
}

/** Writes whole texts, until a write fails; later texts are discarded. */
export function textWriter(stream: ByteStream, failure: WriteFailure): (text: string) => void {
  let isOpen = true;
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; isOpen && from < bytes.length;) {
      try {
        from += stream.writeSync(bytes.subarray(from));
      } catch (error) {
        // A pipe that does not block is full: its reader needs a moment.
        if (error instanceof Deno.errors.WouldBlock) {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
          continue;
        }
        isOpen = false;
        if (error instanceof Deno.errors.BrokenPipe) failure.gone();
        else failure.refuse(error);
      }
    }
  };
}

/** Where bytes go, as far as they do at once. */
export interface ByteStream {
  /** Writes bytes, and says how many it took. */
  writeSync(bytes: Uint8Array): number;
}

const RETRY_MS = 1;

/** Ends a process that cannot write what it has to say: a full disk, say, behind a file that it was sent to. */
function endUnwritable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  textWriter(Deno.stderr, NOBODY_TO_TELL)(`error: the output cannot be written: ${printable(reason)}\n`);
  Deno.exit(ExitStatus.USAGE);
}

/**
 * If standard error cannot be written either, only the exit status tells. Progress that cannot be shown does not stop
 * the run.
 */
const NOBODY_TO_TELL: WriteFailure = { gone: () => {}, refuse: () => {} };

/** Characters of a line of a report: as many as the terminal has, within limits. */
export function reportWidth({ columns }: CommandIo): number {
  return Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns));
}

const WIDTH_MIN = 64;
const WIDTH_MAX = 80;
