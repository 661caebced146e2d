import { shown } from "../../../core/arguments.ts";

/** A burst, and the consumer that it comes to. */
export interface BurstLoad {
  /** Events of the burst: B, at least 1. */
  readonly burst: number;
  /** Events per second while it lasts: R. */
  readonly rate: number;
  /** Events per second that the consumer takes: S. */
  readonly serviceRate: number;
}

/**
 * The peak lag of a burst: B (1 - S/R), within one event, for a consumer that spins and finds nothing unread when it begins.
 *
 * The last event comes (B - 1)/R after the first, and until then S times as long, at most one more, have been taken. A consumer
 * that is faster than the burst never has more than one event in front of it.
 *
 * @param load the burst and the service, in events and per second
 * @returns events, not rounded; 0 if the consumer is as fast as the burst
 * @throws {RangeError} if a number is not above 0
 */
export function predictBurstPeak(load: BurstLoad): number {
  const { burst, rate, serviceRate } = positive("predict the peak of a burst", load, ["burst", "rate", "serviceRate"]);
  return Math.max(0, burst * (1 - serviceRate / rate));
}

/** Independent arrivals, and a consumer that takes the same time for each. */
export interface PoissonLoad {
  /** Events per second, on average. */
  readonly rate: number;
  /** Time of one event, in nanoseconds. */
  readonly serviceNs: number;
}

/**
 * The mean wait of independent arrivals in front of a fixed service: ρ s / (2 (1 - ρ)), with ρ = rate × service. It is the formula
 * of Pollaczek (1930) and Khinchine (1932) for a service that does not vary. It is the first line to draw, and says too little
 * as soon as arrivals come in clusters.
 *
 * @param load the arrivals and the service
 * @returns nanoseconds; Infinity, if the load is 1 or more
 * @throws {RangeError} if a number is not above 0
 */
export function predictMeanWait(load: PoissonLoad): number {
  const { rate, serviceNs } = positive("predict the mean wait", load, ["rate", "serviceNs"]);
  const share = rate * serviceNs / 1e9;
  return share >= 1 ? Infinity : share * serviceNs / (2 * (1 - share));
}

/** Refuses what is not an object of numbers above 0. */
function positive<Load extends object>(action: string, load: Load, names: readonly (keyof Load & string)[]): Load {
  for (const name of names) {
    const value: unknown = (load as Partial<Load> | undefined | null)?.[name];
    if (typeof value === "number" && value > 0 && value < Infinity) continue;
    throw new RangeError(`Cannot ${action}: ${name} must be a number above 0, got ${shown(value)}`);
  }
  return load;
}
