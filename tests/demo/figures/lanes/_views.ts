import type { EpisodeView, RunView } from "../../../../demo/figures/run_view.ts";

/** A run at constant rates, by plain arithmetic. */
export interface PlainRun {
  readonly name?: string;
  readonly capacity?: number;
  readonly ingest?: number;
  readonly polls?: number;
  readonly warmup?: number;
  readonly steps?: number;
  readonly policy?: "stall" | "skip-to-head" | "skip-to-oldest";
}

/** The view of a run at constant rates, without a ring: what figures are drawn from in these tests. */
export function plainView(run: PlainRun = {}): RunView {
  const { name = "main", capacity = 64, ingest = 8, polls = 3, warmup = 10, steps = 50, policy = "skip-to-head" } = run;
  const column = () => new Array<number>(steps).fill(0);
  const [head, lagMax, lag, lost, overruns, live, provisional, stalenessNsMax] = Array.from({ length: 8 }, column);
  const episodes: EpisodeView[] = [];
  let cursor = 0;
  let published = 0;
  let overwritten = 0;
  let isStalled = false;
  for (let step = 0; step < steps; step++) {
    published += ingest;
    head[step] = published;
    lagMax[step] = published - cursor;
    const oldest = published - capacity;
    const before = overwritten;
    if (oldest > cursor) overwritten += oldest - Math.max(cursor, oldest - ingest);
    lost[step] = overwritten - before;
    for (let poll = 0; poll < polls && !isStalled; poll++) {
      if (cursor < oldest) {
        overruns[step]++;
        const to = policy === "stall" ? undefined : step;
        const given = policy === "skip-to-oldest" ? oldest - cursor : published - cursor;
        if (to !== undefined) lost[step] += given - (oldest - cursor);
        episodes.push({ from: step, to, lost: to === undefined ? 0 : given });
        if (to === undefined) isStalled = true;
        else cursor += given;
      } else if (cursor < published) {
        const age = Math.floor((published - 1 - cursor) / Math.max(ingest, 1)) * 1000;
        stalenessNsMax[step] = Math.max(stalenessNsMax[step], age);
        (step < warmup ? provisional : live)[step]++;
        cursor++;
      }
    }
    lag[step] = published - cursor;
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  if (isStalled) episodes[episodes.length - 1] = { ...episodes[episodes.length - 1], lost: sum(lost) };
  const first = ingest > polls ? Math.max(0, Math.floor((capacity - ingest) / (ingest - polls)) + 1) : undefined;
  const predicted = polls > 0 && first !== undefined && first < steps ? first : undefined;
  const observed = episodes[0]?.from;
  const ages = [0.5, 0.9, 0.99, 0.999, 1].map((share) => ({ share, ns: Math.max(...stalenessNsMax) * share ** 2 }));
  return {
    name,
    policy,
    capacity,
    unit: "step",
    intervalNs: 1000,
    count: steps,
    head,
    lagMax,
    lag,
    lost,
    overruns,
    live,
    provisional,
    stalenessNsMax,
    states: warmup >= steps ? [{ state: "WARMUP", from: 0, to: steps, causes: [] }] : [
      ...warmup > 0 ? [{ state: "WARMUP", from: 0, to: warmup, causes: [] } as const] : [],
      { state: "READY", from: warmup, to: steps, causes: [] },
    ],
    episodes,
    predicted,
    observed,
    predictedText: String(predicted ?? "never"),
    observedText: String(observed ?? "never"),
    account: {
      events: published,
      live: sum(live),
      provisional: sum(provisional),
      lost: sum(lost),
      waiting: published - sum(live) - sum(provisional) - sum(lost),
    },
    staleness: Math.max(...stalenessNsMax) > 0 ? ages : [],
  };
}
