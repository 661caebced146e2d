/** A command line that cannot be carried out. The message is one line: what is wrong, and what is allowed. */
export class UsageError extends Error {
  /** The error's name. */
  override readonly name = "UsageError";
}
