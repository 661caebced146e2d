import { ExitStatus } from "./exit_status.ts";

/** The world as a command sees it. */
export interface CommandIo {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether the output may be coloured: it goes to a terminal, and nobody has asked for none. */
  readonly colour: boolean;
  /** Characters of a line of the terminal; Infinity, if the output does not go to one. */
  readonly columns: number;
}

/** The process's own output. Needs no permission. A process that cannot write it ends, and says why in one line. */
export function processIo(): CommandIo {
  const isTerminal = Deno.stdout.isTerminal();
  return {
    out: textWriter(Deno.stdout, endUnwritable),
    err: toStderr,
    colour: isTerminal && !Deno.noColor,
    columns: isTerminal ? Deno.consoleSize().columns : Infinity,
  };
}

/**
 * Writes whole texts. When the reader has gone, as `head` does when it has seen enough, the rest is for nobody.
 *
 * @param refuse is told why a text cannot be written
 */
export function textWriter(stream: ByteStream, refuse: (error: unknown) => void): (text: string) => void {
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
        if (!(error instanceof Deno.errors.BrokenPipe)) refuse(error);
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
  toStderr(`error: the output cannot be written: ${reason}\n`);
  Deno.exit(ExitStatus.USAGE);
}

/** What cannot even be told to standard error is told by the exit status alone. Progress that nobody sees stops no one. */
const toStderr = textWriter(Deno.stderr, () => {});

/** Characters of a line of a report: as many as the terminal has, within limits. */
export function reportWidth({ columns }: CommandIo): number {
  return Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns));
}

const WIDTH_MIN = 64;
const WIDTH_MAX = 80;
