import { Fnv1a } from "../../demo/system/fnv1a.ts";
import { addCounts, type ChaosCounts, emptyCounts } from "./model/chaos_counts.ts";
import type { PlanCut } from "./plan/chaos_plan.ts";
import { type ChaosRun, type Finding, runChaos } from "./chaos_run.ts";

/** Runs a seed: {@linkcode runChaos}, or in a test a run that is wrong on purpose. */
export type RunSeed = (seed: number, cut: PlanCut) => ChaosRun;

/** A series of chaos runs, one for each seed. */
export interface CampaignSettings {
  /** The first seed. */
  readonly firstSeed: number;
  /** How many seeds, counted up from the first. */
  readonly seeds: number;
  /** Parts left out of every run. */
  readonly cut: PlanCut;
  /** Called after every run with the number of runs so far. Default: no call. */
  readonly onRun?: (runs: number) => void;
  /** Runs a seed. Default: {@linkcode runChaos}. */
  readonly run?: RunSeed;
}

/** Outcome of a series of chaos runs. */
export interface Campaign {
  /** Runs carried out. All of them, unless one found a violation. */
  readonly runs: number;
  /** Counts of all runs together. */
  readonly counts: ChaosCounts;
  /** A hash of the digests of all runs. */
  readonly digest: string;
  /** The first violation; nothing, if there was none. */
  readonly finding: SeedFinding | undefined;
}

/** A violation, and the seed that leads to it. */
export interface SeedFinding extends Finding {
  /** The seed. */
  readonly seed: number;
}

/** Carries out seed after seed, up to the first violation. */
export function runCampaign(settings: CampaignSettings): Campaign {
  const { firstSeed, seeds, cut, onRun, run = runChaos } = settings;
  const counts = emptyCounts();
  const digest = new Fnv1a();
  let finding: SeedFinding | undefined;
  let runs = 0;
  while (runs < seeds && finding === undefined) {
    const seed = firstSeed + runs;
    const result = run(seed, cut);
    runs++;
    addCounts(counts, result.counts);
    digest.addText(result.digest);
    if (result.finding !== undefined) finding = { seed, ...result.finding };
    onRun?.(runs);
  }
  return { runs, counts, digest: digest.hex, finding };
}
