import { FailureSchedule } from "../../../control/failure/failure_schedule.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { expectStates } from "../../../demo/scenarios/expected_run.ts";
import type { ConsumerPlan, RunPlan } from "../../../demo/system/run_plan.ts";
import type { ConsumerColumn, ConsumerRecord, ConsumerWitness, RunRecord } from "../../../demo/system/run_record.ts";
import { simulate } from "../../../demo/system/simulation.ts";

/** A simulation that is wrong on purpose. */
export interface Fault {
  /** What is wrong with it. */
  readonly name: string;
  /** Runs a plan, wrongly. */
  simulate(plan: RunPlan): RunRecord;
}

/** Simulations that are wrong in ways in which the real one might become wrong. */
export const FAULTS: readonly Fault[] = [
  wrongPlan("the ring holds half of what it should", (plan) => ({ ...plan, capacity: plan.capacity / 2 })),
  wrongPlan("the ring holds twice what it should", (plan) => ({ ...plan, capacity: plan.capacity * 2 })),
  wrongPlan("an event is not ingested", (plan) => ({ ...plan, ingest: plan.ingest.with(0, plan.ingest[0] - 1) })),
  wrongPlan("the warm-up is a tick short", (plan) => ({ ...plan, warmupTicks: plan.warmupTicks - 1 })),
  wrongPlan("failures come a step late", (plan) => ({ ...plan, failures: laterBy(1, plan.failures) })),
  wrongPlan("failures do not come", (plan) => ({ ...plan, failures: laterBy(plan.ingest.length, plan.failures) })),
  wrongConsumers("a poll is left out in every step", (consumer) => ({
    ...consumer,
    polls: consumer.polls.map((polls) => Math.max(0, polls - 1)),
  })),
  wrongConsumers("nobody polls in DEGRADED", (consumer, plan) => {
    const states = expectStates(plan);
    return { ...consumer, polls: consumer.polls.map((polls, n) => states[n] === LifecycleState.DEGRADED ? 0 : polls) };
  }),
  wrongConsumers("a consumer that is not alone polls less", (consumer, { consumers }) => ({
    ...consumer,
    polls: consumers.length === 1 ? consumer.polls : consumer.polls.map((polls) => polls >> 1),
  })),
  wrongConsumers("stall and skip-to-head are mixed up", (consumer) => ({
    ...consumer,
    onOverrun: consumer.onOverrun === "stall" ? "skip-to-head" : "stall",
  })),
  wrongConsumers("skip-to-oldest skips to the head", (consumer) => ({
    ...consumer,
    onOverrun: consumer.onOverrun === "skip-to-oldest" ? "skip-to-head" : consumer.onOverrun,
  })),
  ...(["overruns", "acks", "executedAcks", "emptyPolls", "lost", "backlog", "overwritten"] as const).map(wrongColumn),
  ...(["delivered", "lost", "lag", "overwritten", "observed", "measured", "executed", "spoiled"] as const)
    .map(wrongWitness),
  wrongConsumerRecord("every poll that finds an overrun is an episode", (record) => ({
    ...record,
    episodes: record.episodes.flatMap((episode) => [episode, episode]),
  })),
  wrongConsumerRecord("what is overwritten is not counted", (record) => ({
    ...record,
    steps: { ...record.steps, overwritten: record.steps.overwritten.map(() => 0) },
    witness: { ...record.witness, overwritten: 0 },
  })),
  wrongRecord("an event is published that nobody ingested", (run) => ({ ...run, published: run.published + 1 })),
  wrongRecord("the last state is INIT", (run) => ({ ...run, state: run.state.with(-1, LifecycleState.INIT) })),
];

/** Whatever runs, what was planned is what is reported. */
function wrongPlan(name: string, change: (plan: RunPlan) => RunPlan): Fault {
  return {
    name,
    simulate: (plan) => {
      const run = simulate(change(plan));
      return { ...run, plan, consumers: run.consumers.map((record, n) => ({ ...record, plan: plan.consumers[n] })) };
    },
  };
}

function wrongConsumers(name: string, change: (consumer: ConsumerPlan, plan: RunPlan) => ConsumerPlan): Fault {
  return wrongPlan(name, (plan) => ({ ...plan, consumers: plan.consumers.map((consumer) => change(consumer, plan)) }));
}

function wrongRecord(name: string, change: (run: RunRecord) => RunRecord): Fault {
  return { name, simulate: (plan) => change(simulate(plan)) };
}

function wrongConsumerRecord(name: string, change: (record: ConsumerRecord) => ConsumerRecord): Fault {
  return wrongRecord(name, (run) => ({ ...run, consumers: run.consumers.map(change) }));
}

function wrongColumn(column: ConsumerColumn): Fault {
  return wrongConsumerRecord(`one too many in ${column}, in the last step`, (record) => {
    const counts = record.steps[column];
    return { ...record, steps: { ...record.steps, [column]: counts.with(-1, counts[counts.length - 1] + 1) } };
  });
}

function wrongWitness(witness: keyof ConsumerWitness): Fault {
  return wrongConsumerRecord(`one too many in ${witness}`, (record) => ({
    ...record,
    witness: { ...record.witness, [witness]: record.witness[witness] + 1 },
  }));
}

function laterBy(steps: number, { totalSteps, injections }: FailureSchedule): FailureSchedule {
  const later = injections.map((injection) => ({ ...injection, step: injection.step + steps }));
  return new FailureSchedule({ totalSteps, injections: later.filter(({ step }) => step < totalSteps) });
}
