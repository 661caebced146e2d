import { Histogram } from "../../../../control/mod.ts";
import type { MonotonicClock } from "../../../../mod.ts";
import type { HiccupReport } from "../../between/thread_messages.ts";
import { SLEEP_NS } from "../../between/hiccup_sleep.ts";

/**
 * Measures how late a thread is woken that has nothing to do: it sleeps, and looks at the clock. What it finds is the machine,
 * with everything else that runs on it.
 *
 * As in jHiccup (Tene), a hiccup is how much longer a sleep took than the shortest of them so far: what every sleep takes,
 * such as the slack of the system's timer, is none. And a thread that slept for too long could not measure meanwhile, so the
 * sleeps that it missed count as well: an arrival in that time would have waited for the rest of it.
 */
export class HiccupMeter {
  private readonly _clock: MonotonicClock;
  private readonly _sleep: () => void;
  private readonly _warmup = new Histogram();
  private readonly _ready = new Histogram();
  /** The one of the two that counts. */
  private _hiccups = this._warmup;
  private _shortestNs = Infinity;

  /**
   * Makes a meter that has measured nothing.
   *
   * @param clock the thread's clock
   * @param sleep sleeps for {@linkcode SLEEP_NS}. Default: {@linkcode makeSleep}
   */
  constructor(clock: MonotonicClock, sleep: () => void = makeSleep()) {
    this._clock = clock;
    this._sleep = sleep;
  }

  /** The hiccups so far. */
  get report(): HiccupReport {
    const shortestSleepNs = Number.isFinite(this._shortestNs) ? this._shortestNs : undefined;
    return { shortestSleepNs, warmup: this._warmup.snapshot(), ready: this._ready.snapshot() };
  }

  /** Sleeps once, and counts by how much that was too long. */
  measure(): void {
    const beganNs = this._clock.nowNs();
    this._sleep();
    const sleptNs = this._clock.nowNs() - beganNs;
    this._shortestNs = Math.min(this._shortestNs, sleptNs);
    this._hiccups.recordCorrected(sleptNs - this._shortestNs, SLEEP_NS);
  }

  /** Counts for itself what comes from now on. */
  endWarmup(): void {
    this._hiccups = this._ready;
  }
}

/** Makes the sleep of a meter: it waits for a word that nobody else knows. */
function makeSleep(): () => void {
  const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  return () => void Atomics.wait(nobody, 0, 0, SLEEP_NS / NS_PER_MS);
}

const NS_PER_MS = 1e6;
