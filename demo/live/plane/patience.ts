/** How long the control plane waits for threads, in milliseconds. No thread can make it wait for longer. */
export interface Patience {
  /** For all to have started. 0 gives up at once on those that have not. */
  readonly readyMs: number;
  /** For consumers to take what is left when the producer has stopped. */
  readonly stopMs: number;
  /** For threads to leave what is left, and to report. */
  readonly leaveMs: number;
}

/** How long the control plane waits: long, where others want the cores. */
export const PATIENCE: Patience = { readyMs: 30_000, stopMs: 2_000, leaveMs: 10_000 };

/**
 * Waits for a promise, but not for ever.
 *
 * @param promise what to wait for
 * @param ms the longest wait, in milliseconds
 */
export async function settledWithin(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
