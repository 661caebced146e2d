import { groupSize } from "./lag_values.ts";
import type { RecordedRun } from "./recorded_run.ts";

/** What a consumer's part of a timeline was made of. */
export interface CutConsumer {
  /** Its name. */
  readonly name: string;
  /** Overruns that are shown, and all that there were. */
  readonly overruns: readonly [shown: number, total: number];
}

/** What is left out of one run, in words: one sentence each. */
export function cutsOf(
  recorded: Pick<RecordedRun, "shown" | "arrivals" | "shares" | "totalStates">,
  consumers: readonly CutConsumer[],
  { lagValues, injections }: { readonly lagValues: number; readonly injections: number },
): string[] {
  const { shown, arrivals, shares: { spans, instants, lag }, totalStates } = recorded;
  const first = (what: string, shown: number, total: number) =>
    shown < total ? [`the first ${shown} of ${total} ${what} are shown`] : [];
  const group = lag < 1 ? Infinity : groupSize(lagValues, lag);
  return [
    ...first("events", shown, arrivals),
    ...first("states", Math.min(spans, totalStates), totalStates),
    ...first("injections", Math.min(instants, injections), injections),
    ...consumers.flatMap(({ name, overruns: [shown, total] }) => first(`overruns of ${name}`, shown, total)),
    ...(group === 1 ? [] : [group === Infinity ? "no lag is shown" : `lag is the greatest of every ${group} values`]),
  ];
}
