import type { LiveResult } from "../live_result.ts";
import type { PredictedConsumer } from "./prediction.ts";

/** A prediction of one consumer beside what was observed. */
export interface Comparison {
  /** Name of the consumer. */
  readonly name: string;
  /** What was predicted. */
  readonly predicted: PredictedConsumer;
  /** The greatest lag that one of its passes found. */
  readonly lagMax: number;
  /** When an overrun was found first, in nanoseconds from the start; undefined for never. */
  readonly firstOverrunNs: number | undefined;
  /** Observed less predicted peak lag, as a share of the predicted one. Nothing after an overrun: the lag was given up. */
  readonly error: number | undefined;
}

/** Predictions beside what was observed, by consumer. Empty, if nothing was predicted. */
export function compare({ consumers, prediction, startNs }: LiveResult): Comparison[] {
  if (prediction === undefined) return [];
  return prediction.consumers.flatMap((predicted, n): Comparison[] => {
    const served = consumers[n].report?.served;
    if (served === undefined) return [];
    const { lagMax } = served;
    const firstOverrunNs = served.firstOverrunNs === undefined ? undefined : served.firstOverrunNs - startNs;
    const isComparable = firstOverrunNs === undefined && predicted.firstOverrunNs === undefined &&
      predicted.neededCapacity > 0;
    const error = isComparable ? lagMax / predicted.neededCapacity - 1 : undefined;
    return [{ name: prediction.specification.consumers[n].name, predicted, lagMax, firstOverrunNs, error }];
  });
}
