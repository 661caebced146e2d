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
    out: writer(Deno.stdout),
    err: writer(Deno.stderr),
    colour: isTerminal && !Deno.noColor,
    columns: isTerminal ? Deno.consoleSize().columns : Infinity,
  };
}

/** Writes whole texts. When the reader has gone, as `head` does when it has seen enough, the rest is for nobody. */
function writer(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  let isOpen = true;
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    try {
      for (let from = 0; isOpen && from < bytes.length;) from += stream.writeSync(bytes.subarray(from));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) endUnwritable(error);
      isOpen = false;
    }
  };
}

/** Ends a process that cannot write what it has to say: a full disk, say, behind a file that it was sent to. */
function endUnwritable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(`error: the output cannot be written: ${reason}\n`));
  } finally {
    // Also when standard error is what cannot be written. The status is all that is left to say it by.
    Deno.exit(ExitStatus.USAGE);
  }
}

/** Characters of a line of a report: as many as the terminal has, within limits. */
export function reportWidth({ columns }: CommandIo): number {
  return Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns));
}

const WIDTH_MIN = 64;
const WIDTH_MAX = 80;
