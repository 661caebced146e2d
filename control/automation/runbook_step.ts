/** Something that holds or does not, and a sentence that says what. Asking changes nothing. */
export interface Condition {
  /** The condition, in one sentence. */
  readonly sentence: string;
  /** Whether it holds now: true or false. Anything else is refused, so that no promise passes for a yes. */
  holds(): boolean;
}

/** One step of a procedure. */
export interface RunbookStep {
  /** Id, in lower case with hyphens. */
  readonly id: string;
  /** Its action, in one sentence. */
  readonly sentence: string;
  /** Precondition. Default: none. */
  readonly precondition?: Condition;
  /**
   * Its action. It is done when it returns: a promise fails the step, and what is done afterwards is not taken back.
   * Default: nothing, for a step that only waits for its verification.
   */
  readonly action?: () => void;
  /** Verification that it worked. */
  readonly verification: Condition;
  /** Ticks that may pass until then: a whole number, at least 0. */
  readonly ticksMax: number;
  /**
   * Takes it back: all that the action did, or the part of it that was done before it threw. It throws if it cannot, and is
   * done when it returns. Default: there is no way back.
   */
  readonly undo?: () => void;
  /** Whether it needs approval before it is done. Default: no. */
  readonly isRisky?: boolean;
}
