/**
 * What the benches have in common: how many events one iteration is, and how a bench is registered.
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

/** Work on {@linkcode EVENTS} events, the first of which is number `base`. Answers a hash of what was read. */
export type Work = (base: number) => number;

/** What a work answered last: a result that is kept cannot be optimised away. */
const kept = new Float64Array(1);

/** How a bench is registered. */
export interface BenchSettings {
  /** Whether the others of the group are compared with it. */
  readonly baseline?: boolean;
  /** Why it cannot be run here, or `null`. It is then listed as ignored, with the reason in its name. */
  readonly unavailable?: string | null;
}

/** Registers a bench of one work. Its group says how many events an iteration is; `bench_report.ts` reads it there. */
export function benchWork(group: string, name: string, work: Work, settings: BenchSettings = {}): void {
  const { baseline = false, unavailable = null } = settings;
  let base = 0;
  Deno.bench({
    name: unavailable === null ? name : `${name} (${unavailable})`,
    group: `${group} (${EVENTS} events)`,
    baseline,
    ignore: unavailable !== null,
    ...(SMOKE ? { n: 1, warmup: 1 } : {}),
    fn() {
      kept[0] = work(base);
      base = (base + EVENTS) & 0xf_ffff;
    },
  });
}

/**
 * Calls a work until V8 has compiled it for good, so that the first iterations of a bench are like the last.
 *
 * @param rounds calls
 */
export function warmUp(work: Work, rounds: number): void {
  for (let round = 0; round < (SMOKE ? 2 : rounds); round++) kept[0] = work(round * EVENTS & 0xf_ffff);
}

/**
 * The hash of events `base` to `base + EVENTS - 1`, whose fields are functions of the number of the event. Whoever carries
 * events and reads every field of every one of them gets the same.
 */
export function expectedHash(firstSequence: number, base: number): number {
  const sums = new Float64Array(4).fill(0.5);
  for (let n = 0; n < EVENTS; n++) {
    const event = base + n;
    sums[0] += firstSequence + n;
    sums[1] += 3 * event;
    sums[2] += event;
    sums[3] += event + 1;
  }
  return sums[0] + sums[1] + sums[2] + sums[3];
}
