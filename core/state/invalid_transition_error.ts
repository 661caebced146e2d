import { type LifecycleState, lifecycleStateName } from "./lifecycle_state.ts";

/** A change of state that the lifecycle does not allow, that a latch forbids, or that another writer forestalled. */
export class InvalidTransitionError extends Error {
  /** The error's name. */
  override readonly name = "InvalidTransitionError";
  /** The state the system was in. */
  declare readonly from: LifecycleState;
  /** The state that was asked for. */
  declare readonly to: LifecycleState;

  /**
   * Makes the error.
   *
   * @param from the state the system was in
   * @param to the state that was asked for
   * @param reason what forbids it, if the two states do not; ends the message
   */
  constructor(from: LifecycleState, to: LifecycleState, reason?: string) {
    const message = `Cannot move the lifecycle from ${lifecycleStateName(from)} to ${lifecycleStateName(to)}`;
    super(reason === undefined ? message : `${message}: ${reason}`);
    this.from = from;
    this.to = to;
  }
}
