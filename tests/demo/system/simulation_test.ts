import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../../config/config_error.ts";
import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";
import { drawFailureSchedule, FailureSchedule, type Injection } from "../../../control/failure/failure_schedule.ts";
import { SeededRandom } from "../../../control/failure/seeded_random.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { expectEpisodes, expectStates, expectSteps } from "../../../demo/scenarios/expected_run.ts";
import type { ConsumerPlan, RunPlan } from "../../../demo/system/run_plan.ts";
import type { RunRecord } from "../../../demo/system/run_record.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { accountsOf, sum, summarize } from "../../../demo/system/summary.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

/** A run of one consumer, with rates given step by step. */
function plan(ingest: number[], polls: number[], changes: Partial<RunPlan> & Partial<ConsumerPlan> = {}): RunPlan {
  const { onOverrun = "stall", name = "executor", ...rest } = changes;
  return {
    capacity: 4,
    payloadWords: 4,
    warmupTicks: 0,
    stepNs: 1_000,
    seed: 1,
    ingest: Int32Array.from(ingest),
    consumers: [{ name, polls: Int32Array.from(polls), onOverrun }],
    failures: failures(ingest.length, []),
    ...rest,
  };
}

function failures(totalSteps: number, injections: [step: number, action: Injection["action"]][]): FailureSchedule {
  return new FailureSchedule({
    totalSteps,
    injections: injections.map(([step, action]) => ({ step, action, failure: "market-data-outage" })),
  });
}

function columns({ consumers: [{ steps }] }: RunRecord): Record<string, number[]> {
  return Object.fromEntries(Object.entries(steps).map(([name, column]) => [name, [...column]]));
}

Deno.test("simulate does injections, then the warm-up, then the ingest, then the polls", () => {
  const run = simulate(plan([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], {
    warmupTicks: 2,
    failures: failures(5, [[3, "activate"], [4, "deactivate"]]),
  }));
  assertEquals(run.state, [WARMUP, WARMUP, READY, DEGRADED, READY]);
  assertEquals(columns(run).acks, [1, 1, 1, 1, 1], "what is ingested in a step can be read in it");
  assertEquals(
    columns(run).executedAcks,
    [0, 0, 1, 0, 1],
    "a change of state counts from the step in which it happens",
  );
});

Deno.test("simulate starts the system: without a tick to do, step 0 is READY", () => {
  assertEquals(simulate(plan([1], [1])).state, [READY]);
});

Deno.test("simulate under stall: every poll finds the overrun, and each event is found lost once", () => {
  assertEquals(columns(simulate(plan([5, 2, 0, 3], [2, 1, 1, 0]))), {
    overruns: [2, 1, 1, 0],
    acks: [0, 0, 0, 0],
    executedAcks: [0, 0, 0, 0],
    emptyPolls: [0, 0, 0, 0],
    lost: [1, 2, 0, 0],
    backlog: [5, 7, 7, 10],
    overwritten: [1, 3, 3, 6],
  });
});

Deno.test("simulate under skip-to-head: the overrun uses up its poll, and all that waited is lost", () => {
  assertEquals(columns(simulate(plan([5, 2], [2, 3], { onOverrun: "skip-to-head" }))), {
    overruns: [1, 0],
    acks: [0, 2],
    executedAcks: [0, 2],
    emptyPolls: [1, 1],
    lost: [5, 0],
    backlog: [0, 0],
    overwritten: [0, 0],
  });
});

Deno.test("simulate under skip-to-oldest: the overrun uses up its poll, and only what is gone is lost", () => {
  assertEquals(columns(simulate(plan([7, 0], [3, 3], { onOverrun: "skip-to-oldest" }))), {
    overruns: [1, 0],
    acks: [2, 2],
    executedAcks: [2, 2],
    emptyPolls: [0, 1],
    lost: [3, 0],
    backlog: [2, 0],
    overwritten: [0, 0],
  });
});

Deno.test("simulate counts what is overwritten while nobody polls, and an overrun from the poll that finds it", () => {
  const [stall, head, oldest] = OVERRUN_POLICIES.map((onOverrun) =>
    simulate(plan([6, 2, 1, 9], [0, 0, 2, 0], { onOverrun })).consumers[0]
  );
  assertEquals([...stall.steps.overwritten], [2, 4, 5, 14]);
  assertEquals(stall.episodes, [{ step: 2, endStep: undefined, lost: 14 }]);
  assertEquals([...head.steps.overwritten], [2, 4, 0, 5]);
  assertEquals(head.episodes, [{ step: 2, endStep: 2, lost: 9 }]);
  assertEquals([...oldest.steps.overwritten], [2, 4, 0, 8]);
  assertEquals(oldest.episodes, [{ step: 2, endStep: 2, lost: 5 }]);
});

Deno.test("simulate spreads arrivals over the first half of a step and polls over the second", () => {
  const staleness = (ingest: number[], polls: number[]) => {
    const { p50Ns, maxNs } = simulate(plan(ingest, polls)).consumers[0].staleness ?? { p50Ns: NaN, maxNs: NaN };
    return [p50Ns, maxNs];
  };
  assertEquals(staleness([1], [1]), [500, 500], "read half a step after it came");
  assertEquals(staleness([2], [2]), [500, 500], "both came and were read at the same pace");
  assertEquals(staleness([1, 1, 1], [0, 1, 1]), [1_500, 1_500], "and a step later if it waits for a step");
  assertEquals(staleness([2], [0]), [NaN, NaN], "nothing was read");
});

Deno.test("simulate is deterministic, and every event's bytes and times are in the digest of the decisions", () => {
  const one = plan([3, 1, 4, 1, 5], [2, 2, 2, 2, 2], { onOverrun: "skip-to-oldest" });
  const digest = (changes: Partial<RunPlan>) => simulate({ ...one, ...changes }).consumers[0].decisions;
  assertEquals(simulate(one), simulate(one));
  assertNotEquals(digest({}), digest({ stepNs: 1_001 }), "other times");
  assertNotEquals(digest({}), digest({ warmupTicks: 1 }), "other authority");
  assertNotEquals(digest({}), digest({ seed: 2 }), "other bytes");
});

Deno.test("simulate lets consumers that share a ring decide as each does alone", () => {
  const polls = [[9, 9, 9, 9], [1, 1, 1, 1], [5, 0, 0, 5]];
  const ingest = [4, 4, 4, 4];
  const consumers = OVERRUN_POLICIES.flatMap((name, n) => plan(ingest, polls[n], { name, onOverrun: name }).consumers);
  const together = simulate({ ...plan(ingest, ingest), consumers });
  const alone = consumers.map((consumer) => simulate({ ...plan(ingest, ingest), consumers: [consumer] }));
  assertEquals(together.consumers, alone.map((run) => run.consumers[0]));
});

Deno.test("simulate names the setting when the ring cannot be had", () => {
  const error = assertThrows(
    () => simulate(plan([1], [1], { capacity: 2 ** 26, payloadWords: 16_384 })),
    ConfigError,
    "capacity must be at most",
  );
  assertEquals(error.setting, "ringCapacity");
  assert(!error.message.includes("\n"));
});

const arbitraryPlan: fc.Arbitrary<RunPlan> = fc.record({
  bits: fc.nat({ max: 7 }),
  payloadWords: fc.nat({ max: 5 }),
  warmupTicks: fc.nat({ max: 20 }),
  stepNs: fc.integer({ min: 1, max: 3_000 }),
  seed: fc.maxSafeNat(),
  rates: fc.array(fc.tuple(fc.nat({ max: 40 }), fc.array(fc.nat({ max: 40 }), { minLength: 3, maxLength: 3 })), {
    minLength: 2,
    maxLength: 60,
  }),
  policies: fc.array(fc.constantFrom(...OVERRUN_POLICIES), { minLength: 1, maxLength: 3 }),
  failures: fc.nat({ max: 6 }),
}).map(({ bits, rates, policies, failures, ...rest }) => ({
  ...rest,
  capacity: 2 ** bits,
  ingest: Int32Array.from(rates, ([events]) => events),
  consumers: policies.map((onOverrun, n) => ({
    name: `consumer ${n}`,
    onOverrun,
    polls: Int32Array.from(rates, ([, polls]) => polls[n]),
  })),
  failures: drawFailureSchedule({
    random: new SeededRandom(rest.seed),
    totalSteps: rates.length,
    failures: Math.min(failures, rates.length - 1),
    stepsMax: 10,
  }),
}));

Deno.test("simulate comes to what arithmetic comes to, for random rates, policies and failures", () => {
  fc.assert(fc.property(arbitraryPlan, (plan) => {
    const run = simulate(plan);
    assertEquals(run.state, expectStates(plan));
    for (const { plan: consumer, steps, episodes } of run.consumers) {
      assertEquals(steps, expectSteps(plan, consumer));
      assertEquals(episodes, expectEpisodes(consumer, steps));
    }
  }));
});

Deno.test("simulate accounts for every event and every poll, for random rates, policies and failures", () => {
  fc.assert(fc.property(arbitraryPlan, (plan) => {
    const run = simulate(plan);
    assertEquals(run.published, sum(plan.ingest));
    for (const { plan: consumer, steps, witness } of run.consumers) {
      const [acks, lost] = [sum(steps.acks), sum(steps.lost)];
      assertEquals(sum(steps.overruns) + acks + sum(steps.emptyPolls), sum(consumer.polls), "polls");
      assertEquals(witness.delivered + witness.lost + witness.lag, run.published, "events, by the consumer's count");
      assertEquals(witness.observed, acks, "acks, by the sink's count");
      assertEquals(witness.executed, sum(steps.executedAcks), "live acks, by the metrics' count");
      assertEquals(witness.spoiled, 0);
      const backlog = steps.backlog[steps.backlog.length - 1];
      assertEquals(
        run.published,
        acks + backlog + (consumer.onOverrun === "stall" ? 0 : lost),
        "events, by the loop's count",
      );
    }
  }));
});

Deno.test("simulate and its summary lose nothing from sight, for random rates and each policy", () => {
  const seen = { untold: 0, open: 0, skipped: 0 };
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const run = simulate(plan);
      for (const consumer of run.consumers) {
        const { witness, episodes, steps } = consumer;
        const summary = summarize({ run, consumer });
        assertEquals(summary.totalOverwritten, Math.max(0, witness.lag - plan.capacity), "the lag beyond the ring");
        assertEquals(summary.totalOverwritten, witness.overwritten, "the consumer's own count");
        assertEquals(summary.totalSkipped, witness.lost, "given up, by the consumer's count");
        assertEquals(
          summary.totalIngested,
          summary.totalAcks + summary.totalSkipped + summary.totalOverwritten + summary.finalReadable,
        );
        assertEquals(summary.totalUndeliverable, summary.totalSkipped + summary.totalOverwritten);
        assert(summary.finalReadable >= 0 && summary.finalReadable <= plan.capacity, "a ring holds no more");
        assert(summary.totalLost <= summary.totalUndeliverable, "what polls found is lost");
        assert((summary.firstOverwrittenStep ?? Infinity) <= (summary.firstOverrunStep ?? Infinity));
        assertEquals(summary.firstOverwrittenStep === undefined, summary.totalUndeliverable === 0);

        const isOpen = episodes.some(({ endStep }) => endStep === undefined);
        assertEquals(
          episodes.reduce((lost, episode) => lost + episode.lost, 0),
          summary.totalSkipped + (isOpen ? summary.totalOverwritten : 0),
          "what the overruns cost",
        );
        assert(episodes.length <= summary.totalOverruns && (episodes.length > 0) === (summary.totalOverruns > 0));
        assertEquals(isOpen, consumer.plan.onOverrun === "stall" && summary.totalOverruns > 0);

        const { lost, readable } = accountsOf({ consumer });
        let [ingested, acks] = [0, 0];
        for (let step = 0; step < lost.length; step++) {
          ingested += run.ingested[step];
          acks += steps.acks[step];
          assertEquals(ingested, acks + lost[step] + readable[step], `accounts of step ${step}`);
          assert(step === 0 || lost[step] >= lost[step - 1], "what is lost stays lost");
        }
        if (summary.totalUndeliverable > summary.totalLost) seen.untold++;
        if (isOpen) seen.open++;
        if (summary.totalSkipped > 0) seen.skipped++;
      }
    }),
    { numRuns: 200, examples: [[plan([6, 2, 1, 9], [0, 0, 2, 0])]] },
  );
  assert(Object.values(seen).every((count) => count > 0), JSON.stringify(seen));
});

Deno.test("simulate delivers no event that is older than the ring can hold", () => {
  const rates = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat({ max: 6 }));
  const policies = fc.constantFrom(...OVERRUN_POLICIES);
  fc.assert(fc.property(rates, policies, ([ingest, polls, bits], onOverrun) => {
    const capacity = 2 ** bits;
    const { consumers: [{ staleness }] } = simulate(
      plan(Array(50).fill(ingest), Array(50).fill(polls), { capacity, onOverrun }),
    );
    // The C newest events are from the last ceil(C / N) steps, this one included.
    assert(staleness === undefined || staleness.maxNs < Math.ceil(capacity / ingest) * 1_000);
  }));
});
