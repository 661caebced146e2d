import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../mod.ts";
import type { Claim } from "../claim.ts";
import { claimBasics } from "../claims.ts";
import { predict } from "../prediction.ts";
import type { Track } from "../../system/run_record.ts";
import type { Scenario } from "../scenario.ts";
import { summarize } from "../../system/summary.ts";
import { planConsumer, planRun } from "./_plan.ts";

/** The same overload under each policy. */
export const overrunRecovery: Scenario = {
  id: "overrun-recovery",
  title: "one overload under three overrun policies",
  proves: "An overrun ends when the consumer says so, and it has a choice. A stalled consumer gets nothing more. " +
    "Skipping to the oldest readable event gives up only what is gone, but stays a full ring behind and is overrun " +
    "again in every step. Skipping to the head gives up all that waits, and is fresh again.",
  settings: { ingestPerStep: 8, pollsPerStep: 3 },
  plan: (request) => {
    const { onOverrun } = request.config;
    const policies = [onOverrun, ...OVERRUN_POLICIES.filter((policy) => policy !== onOverrun)];
    return {
      runs: policies.map((policy) => ({
        name: policy,
        plan: planRun(request, { consumers: [planConsumer(request, { name: policy, onOverrun: policy })] }),
      })),
    };
  },
  claims: ({ tracks }) => [...claimBasics(tracks), ...claimPolicies(tracks), claimOrder(tracks)],
};

/** Totals of each policy, in closed form. */
function claimPolicies(tracks: readonly Track[]): Claim[] {
  const { step, rates } = predict(tracks[0]);
  if (rates === undefined) return [];
  if (step === undefined) {
    return [{
      claim: "where no poll finds an overrun, the policy makes no difference: all three runs decide the same",
      held: tracks.every(({ consumer }) => consumer.decisions === tracks[0].consumer.decisions),
    }];
  }
  const load = {
    first: step,
    polls: rates.polls,
    totalSteps: tracks[0].run.plan.ingest.length,
    capacity: tracks[0].run.plan.capacity,
  };
  return tracks.map((track) => {
    const { claim, acks, overruns, episodes } = POLICY_CLAIMS[track.consumer.plan.onOverrun](load);
    const summary = summarize(track);
    return {
      claim,
      held: summary.totalAcks === acks && summary.totalOverruns === overruns && summary.totalEpisodes === episodes,
    };
  });
}

/** An overload, which overruns its consumer for the first time in step `first`. */
interface Overload {
  readonly first: number;
  readonly polls: number;
  readonly totalSteps: number;
  readonly capacity: number;
}

/** Totals of a policy. Every poll that finds an overrun counts, but an episode counts once. */
interface PolicyClaim {
  readonly claim: string;
  readonly acks: number;
  readonly overruns: number;
  readonly episodes: number;
}

const POLICY_CLAIMS: Record<OverrunPolicy, (load: Overload) => PolicyClaim> = {
  // Every poll from the first overrun on finds it again.
  "stall": ({ first, polls, totalSteps }) => {
    const acks = first * polls;
    const overruns = (totalSteps - first) * polls;
    return {
      claim: `stall: 1 overrun, from step ${first} to the end, found by all ${overruns} polls; ${acks} acks`,
      acks,
      overruns,
      episodes: 1,
    };
  },
  // At the head the backlog is 0, as it was before step 0: so it all begins again, every first + 1 steps.
  "skip-to-head": ({ first, polls, totalSteps }) => {
    const overruns = Math.floor(totalSteps / (first + 1));
    const acks = (totalSteps - overruns) * polls;
    return {
      claim: `skip-to-head: ${overruns} overruns, one every ${first + 1} steps; ${acks} acks`,
      acks,
      overruns,
      episodes: overruns,
    };
  },
  // At the oldest the ring is still full, so the next step laps the consumer again: one poll of every step is used up.
  "skip-to-oldest": ({ first, polls, totalSteps, capacity }) => {
    const overruns = totalSteps - first;
    const each = Math.min(polls - 1, capacity);
    const acks = first * polls + overruns * each;
    return {
      claim: `skip-to-oldest: ${overruns} overruns, one a step from step ${first} on; ${acks} acks`,
      acks,
      overruns,
      episodes: overruns,
    };
  },
};

/** A policy that gives up more is closer to the head. */
function claimOrder(tracks: readonly Track[]): Claim {
  const backlog = (policy: OverrunPolicy) => {
    const track = tracks.find(({ consumer }) => consumer.plan.onOverrun === policy);
    if (track === undefined) throw new Error(`no run under ${policy}`);
    return track.consumer.steps.backlog;
  };
  const [head, oldest, stall] = [backlog("skip-to-head"), backlog("skip-to-oldest"), backlog("stall")];
  return {
    claim: "after every step, backlog at skip-to-head <= skip-to-oldest <= stall",
    held: stall.every((events, step) => head[step] <= oldest[step] && oldest[step] <= events),
  };
}
