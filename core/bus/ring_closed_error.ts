/** The ring has been closed to its producer: what was published stays readable, nothing more is accepted. */
export class RingClosedError extends Error {
  /** The error's name. */
  override readonly name = "RingClosedError";

  /**
   * Makes the error.
   *
   * @param head the number of events that had been published when the ring was closed
   */
  constructor(head: number) {
    super(`cannot publish: the ring was closed to its producer at head ${head}`);
  }
}
