import type { Claim } from "../claim.ts";
import { claimBasics } from "../claims.ts";
import { constantRate, type ConsumerPlan } from "../../system/run_plan.ts";
import type { RunRecord, Track } from "../../system/run_record.ts";
import type { Scenario, ScenarioRequest } from "../scenario.ts";
import { planConsumer, planRun } from "./_plan.ts";

/** One ring, three consumers, of which two cannot or do not keep up. */
export const fanOut: Scenario = {
  id: "fan-out",
  title: "one ring; a fast, a slow and a paused consumer",
  proves:
    "Consumers share a ring and nothing else. Each owns its cursor, and the producer knows none of them. A slow " +
    "consumer, and one that stops polling for half of the run, lose events and are told so; the fast one takes exactly " +
    "the decisions that it takes when it is alone.",
  settings: { ingestPerStep: 8, pollsPerStep: 8, onOverrun: "skip-to-head" },
  plan: (request) => {
    const fast = planConsumer(request, { name: "fast" });
    return {
      runs: [{ name: "shared", plan: planRun(request, { consumers: [fast, planSlow(request), planPaused(request)] }) }],
      control: planRun(request, { consumers: [fast] }),
    };
  },
  claims: ({ tracks, control }) => [...claimBasics(tracks), ...claimUntouched(tracks[0], control)],
};

/** A consumer that polls a quarter as often, but does poll. */
function planSlow(request: ScenarioRequest): ConsumerPlan {
  const { pollsPerStep, totalSteps } = request.config;
  const polls = Math.min(pollsPerStep, Math.max(1, Math.floor(pollsPerStep / SLOW_DIVISOR)));
  return planConsumer(request, { name: "slow", polls: constantRate(polls, totalSteps) });
}

/** A consumer that polls as often, but not in the middle half of the run. */
function planPaused(request: ScenarioRequest): ConsumerPlan {
  const { pollsPerStep, totalSteps } = request.config;
  const polls = constantRate(pollsPerStep, totalSteps);
  return planConsumer(request, {
    name: "paused",
    polls: polls.fill(0, Math.floor(totalSteps / 4), Math.floor(3 * totalSteps / 4)),
  });
}

const SLOW_DIVISOR = 4;

/** The fast consumer does not notice the others: with them and without them it takes the same decisions at the same time. */
function claimUntouched(fast: Track, control: RunRecord | undefined): Claim[] {
  if (control === undefined) return [];
  const [alone] = control.consumers;
  return [{
    claim: "the fast consumer decides the same, at the same times, as when alone",
    held: fast.consumer.decisions === alone.decisions,
  }];
}
