import { type CommandIo, processIo } from "../demo/terminal/command_io.ts";

/** The exit status of a program whose reader has gone, as a shell tells it of one that SIGPIPE has ended. */
export const READER_GONE = 141;

/**
 * Ends this program when its output has no reader any more, and when it cannot be written. To be called once, by a tool
 * that checks or measures: its remaining output would be lost, and may take minutes to compute.
 *
 * The console by itself goes on without a word in the first case, and breaks with a stack trace in the second.
 */
export function endWithReader(): void {
  const io = processIo();
  io.gone.addEventListener("abort", () => Deno.exit(READER_GONE));
  console.log = (text: string) => io.out(`${text}\n`);
  console.error = (text: string) => io.err(`${text}\n`);
}

/** The output of a tool that writes by the console, as {@linkcode endWithReader} has it. */
export const CONSOLE_IO: CommandIo = {
  out: (text) => console.log(text.replace(/\n$/, "")),
  err: (text) => console.error(text.replace(/\n$/, "")),
  colour: false,
  columns: 80,
};
