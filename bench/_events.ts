/**
 * What the benches have in common: how many events one iteration is, what is in them, and how a bench is registered.
 *
 * An event has four fields, 32 bytes: its sequence, which whoever carries it gives it, an arrival timestamp, a price and a
 * size. All are written, and all are read and added up.
 *
 * @module
 */

/**
 * Events in one iteration of every bench. Thousands, because a call of a few nanoseconds cannot be timed alone, and no more
 * than that, because the code of one long loop is entered in the middle and compiled worse than a function called often.
 */
export const EVENTS = 4096;

/** What every field grows by, from one event to the next. In a cell, so that the compiler keeps it in a register. */
export const STEP: Float64Array = Float64Array.of(1);

/** Whether the benches are run only to see that they work: `deno bench -- --smoke`. */
export const SMOKE: boolean = Deno.args.includes("--smoke");

/** Work on {@linkcode EVENTS} events, whose fields begin at `base`. Answers a hash of what was read. */
export type Work = (base: number) => number;

/** How a bench is registered. */
export interface BenchSettings {
  /** Whether the others of the group are compared with it. */
  readonly baseline?: boolean;
  /** Why it cannot be run here, or `null`. It is then listed as ignored, with the reason in its name. */
  readonly unavailable?: string | null;
  /** Sequence of the next event. Where it is given, the first hash is checked. */
  readonly nextSequence?: () => number;
  /** What is done before it, once. */
  readonly prepare?: () => void;
}

/** What a work answered last: a result that is kept cannot be optimised away. */
const kept = new Float64Array(1);

/** Registers a bench of one work. Its group says how many events an iteration is; the report reads it there. */
export function benchWork(group: string, name: string, work: Work, settings: BenchSettings = {}): void {
  const { baseline = false, unavailable = null, nextSequence, prepare } = settings;
  let base = 0;
  let begun = false;
  Deno.bench({
    name: unavailable === null ? name : `${name} (${unavailable})`,
    group: `${group} (${EVENTS} events)`,
    baseline,
    ignore: unavailable !== null,
    ...(SMOKE ? { n: 1, warmup: 1 } : {}),
    fn() {
      if (!begun) {
        begun = true;
        prepare?.();
        if (nextSequence !== undefined) checkHash(work, nextSequence());
      }
      kept[0] = work(base);
      base = (base + EVENTS) & 0xf_ffff;
    },
  });
}

/**
 * Does the work once and checks its hash, which is the same for all that carry events and read every field of each.
 *
 * @param sequence of the next event
 * @throws {Error} if it is another
 */
export function checkHash(work: Work, sequence: number): void {
  const base = 7;
  let expected = 2;
  for (let n = 0; n < EVENTS; n++) expected += sequence + n + 3 * (base + n) + 4.5;
  const hash = work(base);
  if (hash !== expected) {
    throw new Error(`the work must read every field of every event: hash ${expected}, got ${hash}`);
  }
}
