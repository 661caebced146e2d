/** Invariants that a chaos run checks at every step, by the name in a report of a violation. */
export const INVARIANTS = {
  authority: "A decision is live if and only if it was taken in READY, and nothing is decided on in INIT.",
  transitions: "The lifecycle makes only legal transitions.",
  lifecycle: "The system is in the state that its causes, its warm-up and its operators have left it in.",
  readiness: "The system is ready if and only if it is in READY.",
  delivery: "Events are delivered once, in order and intact.",
  loss: "For every consumer, delivered + lost + lag = published since it joined, counted independently.",
  producer: "The producer is never refused, until its ring is closed.",
  refusal: "What is not allowed is refused, with the right error, and changes nothing.",
  metrics: "The metrics agree with an independent count.",
  observations:
    "Observations are never refused, arrive in order as they were sent, and observed + dropped + pending = sent.",
  snapshots: "A snapshot does not change after it was taken.",
  health: "Every check says what its limits and its hysteresis demand.",
  shutdown: "A shutdown reports what it drained, lost and left, and nothing is taken in after it.",
  runbook: "A runbook does what its outcome says.",
  recovery: "When the faults have stopped, the system is READY again and the backlog drained within a bound.",
  errors: "Nothing is thrown that no contract mentions.",
} as const;

/** One of the names in {@linkcode INVARIANTS}. */
export type Invariant = keyof typeof INVARIANTS;

/** Something that must never happen has happened. */
export class Violation extends Error {
  /** The error's name. */
  override readonly name = "Violation";
  /** The invariant that does not hold. */
  declare readonly invariant: Invariant;

  /**
   * Makes a violation.
   *
   * @param invariant what does not hold
   * @param message what was found, and what should have been
   */
  constructor(invariant: Invariant, message: string) {
    super(message);
    this.invariant = invariant;
  }
}

/** Demands that two values are the same. */
export function demandSame(invariant: Invariant, what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw new Violation(invariant, `${what} is ${String(found)}, expected ${String(expected)}`);
}

/** Demands that something is so. */
export function demand(invariant: Invariant, isSo: boolean, message: string): asserts isSo {
  if (!isSo) throw new Violation(invariant, message);
}

/** Demands that an action is refused with an error of this class, and returns the error. */
export function demandRefused<Refusal extends Error>(
  what: string,
  // deno-lint-ignore no-explicit-any -- a class is known by what its constructor makes, whatever that takes
  refusal: new (...args: any[]) => Refusal,
  action: () => unknown,
): Refusal {
  try {
    action();
  } catch (error) {
    if (error instanceof Violation) throw error;
    // The very class: an error of a subclass says something else.
    if (error instanceof refusal && error.constructor === refusal) return error;
    throw new Violation("refusal", `${what} was refused with ${String(error)}, expected ${refusal.name}`);
  }
  throw new Violation("refusal", `${what} was not refused, expected ${refusal.name}`);
}
