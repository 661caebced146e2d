/** The system is still in INIT: it has to be started before anything can be ingested or executed. */
export class NotReadyError extends Error {
  /** The error's name. */
  override readonly name = "NotReadyError";

  /**
   * Makes the error.
   *
   * @param action what was attempted, as a verb: `ingest`, `execute`
   */
  constructor(action: string) {
    super(`cannot ${action} in INIT: start the system first`);
  }
}
