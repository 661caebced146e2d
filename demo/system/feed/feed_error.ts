import { quoteText } from "../../../config/printable.ts";

/**
 * A file of arrivals or of service times that cannot be used. The message is one line that names the file, the line or packet,
 * the rule and the value.
 *
 * A command prints it, without a stack, and ends. Any other error is a mistake in the program.
 *
 * @experimental
 */
export class FeedError extends Error {
  /** The error's name. */
  override readonly name = "FeedError";
  /** Name of the file. */
  declare readonly file: string;
  /** Where in it: `line 7`, `packet 3`; undefined, if it is the whole file. Both count from 1. */
  declare readonly place: string | undefined;

  /**
   * Makes the error.
   *
   * @param file name of the file
   * @param place where in it, if it is not the whole file
   * @param problem the rule and the value: `time must be ..., got ...`; of the whole file `must be ..., got ...`
   */
  constructor(file: string, place: string | undefined, problem: string) {
    super(`Cannot read ${quoteText(String(file))}: ${place === undefined ? "the file " : `${place}: `}${problem}`);
    this.file = file;
    this.place = place;
  }
}
