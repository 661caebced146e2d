import { type LifecycleState, lifecycleStateName } from "./lifecycle_state.ts";

/** A change of state that the lifecycle does not allow, or that another writer forestalled. */
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
   */
  constructor(from: LifecycleState, to: LifecycleState) {
    super(`lifecycle cannot go from ${lifecycleStateName(from)} to ${lifecycleStateName(to)}`);
    this.from = from;
    this.to = to;
  }
}
