import fc from "fast-check";
import type { EpisodeView, RunView, StateSpanView } from "../../../../demo/figures/run_view.ts";
import { type PlainRun, plainView } from "./_views.ts";

/** Names that may come: of any script, with markup, and long. */
export const NAMES: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "main",
    "<script>alert(1)</script>",
    `a"b'c&d`,
    "💹 Ausführung",
    "約定",
    "x".repeat(200),
    "a\u202eb",
    "\ud800\0\u0007",
    "",
    "W".repeat(200),
  ),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
);

/** Runs at constant rates, small and extreme. */
export const PLAIN_RUNS: fc.Arbitrary<PlainRun> = fc.record({
  name: NAMES,
  capacity: fc.integer({ min: 0, max: 20 }).map((bits) => 2 ** bits),
  ingest: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 100_000 })),
  polls: fc.integer({ min: 0, max: 12 }),
  warmup: fc.integer({ min: 0, max: 30 }),
  steps: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 700 }) }, {
    weight: 1,
    arbitrary: fc.constant(5_000),
  }),
  policy: fc.constantFrom("stall", "skip-to-head", "skip-to-oldest"),
});

const STATES = ["WARMUP", "READY", "DEGRADED"] as const;

/** What a view is made of; small, so that a counterexample can be read. */
export interface AnyView {
  readonly run: PlainRun;
  readonly isTimed: boolean;
  readonly intervalNs: number;
  /** Shares of the run at which a state ends, with the state and a cause. */
  readonly cuts: readonly (readonly [number, typeof STATES[number], string])[];
  /** What the law says in place of the truth. */
  readonly wrong: number | undefined;
}

/** Views with anything in them that a view may have. */
export const ANY_VIEWS: fc.Arbitrary<AnyView> = fc.record({
  run: PLAIN_RUNS,
  isTimed: fc.boolean(),
  intervalNs: fc.constantFrom(1, 20, 1000, 1_953_125, 1e9),
  cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...STATES), NAMES), {
    maxLength: 40,
  }),
  wrong: fc.option(fc.integer({ min: 0, max: 800 }), { nil: undefined }),
});

/** The view that is made of it. */
export function viewOf({ run, isTimed, intervalNs, cuts, wrong }: AnyView): RunView {
  const view = plainView(run);
  const { count } = view;
  const states: StateSpanView[] = [];
  let from = 0;
  for (const [share, state, cause] of cuts.toSorted((a, b) => a[0] - b[0])) {
    const to = isTimed ? share * count : Math.floor(share * count);
    if (to > from) states.push({ state, from, to, causes: state === "DEGRADED" ? [cause, "lag"] : [] });
    from = Math.max(from, to);
  }
  if (from < count) states.push({ state: "READY", from, to: count, causes: [] });
  const shift = isTimed ? 0.37 : 0;
  const at = (column: number) => column + shift;
  const predicted = wrong ?? view.predicted;
  return {
    ...view,
    unit: isTimed ? "time" : "step",
    intervalNs,
    states,
    predicted: predicted === undefined ? undefined : at(predicted),
    observed: view.observed === undefined ? undefined : at(view.observed),
    predictedText: predicted === undefined ? "never" : isTimed ? "12.3 ms" : String(predicted),
    observedText: view.observed === undefined ? "never" : isTimed ? "12.4 ms" : String(view.observed),
    episodes: view.episodes.map((episode): EpisodeView => ({ ...episode, from: at(episode.from) })),
  };
}
