import type { CommandIo } from "../../../demo/terminal/command_io.ts";

/** An io that keeps what is written. */
export interface RecordedIo extends CommandIo {
  /** What went to standard output. */
  stdout: string;
  /** What went to standard error. */
  stderr: string;
}

/** Output that goes to no terminal, unless told otherwise. */
export function recordedIo(terminal: Partial<Pick<CommandIo, "colour" | "columns">> = {}): RecordedIo {
  const io = {
    stdout: "",
    stderr: "",
    colour: false,
    columns: Infinity,
    ...terminal,
    out: (text: string) => {
      io.stdout += text;
    },
    err: (text: string) => {
      io.stderr += text;
    },
  };
  return io;
}
