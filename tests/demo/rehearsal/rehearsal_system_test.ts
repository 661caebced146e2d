import { assertEquals } from "@std/assert";
import type { HealthCheckLimits } from "../../../control/health/create_health_checks.ts";
import { lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { type RehearsalConsumerPlan, rehearsalPlan } from "../../../demo/rehearsal/rehearsal_plan.ts";
import { SimulatedSystem } from "../../../demo/system/simulated_system.ts";
import { REHEARSALS } from "../../../demo/rehearsal/rehearsals.ts";
import { rehearse } from "../../../demo/rehearsal/rehearse.ts";
import { describeSpan, stateSpans } from "../../../demo/system/state_spans.ts";

function create(
  {
    consumers = [{ name: "executor", pollsPerStep: 5, onOverrun: "stall" }] as RehearsalConsumerPlan[],
    checks = {} as HealthCheckLimits,
  } = {},
): SimulatedSystem {
  return new SimulatedSystem(rehearsalPlan({ consumers, checks, totalSteps: 100 }));
}

function steps(system: SimulatedSystem, count: number): void {
  for (let n = 0; n < count; n++) system.step();
}

function spans({ states }: SimulatedSystem): string {
  return stateSpans(states).map(describeSpan).join(", ");
}

Deno.test("SimulatedSystem warms up and then decides on every event live", () => {
  const system = create();
  steps(system, 15);
  const { published, consumers: [{ delivered, lag, metrics, stalls, longestCycleNs }] } = system.snapshot();
  assertEquals([published, delivered, lag, metrics.provisional, metrics.executed], [75, 75, 0, 50, 25]);
  assertEquals([stalls, longestCycleNs], [0, 600], "from the last poll of a step to the first of the next");
  assertEquals(spans(system), "WARMUP 0-9, READY 10-14");
});

Deno.test("SimulatedSystem with a paused feed publishes nothing, and goes on when it is resumed", () => {
  const system = create();
  steps(system, 2);
  system.feed.pause();
  steps(system, 2);
  assertEquals(system.snapshot().published, 10);
  system.feed.resume();
  steps(system, 1);
  const { published, consumers: [{ delivered, emptyPolls }] } = system.snapshot();
  assertEquals([published, delivered, emptyPolls], [15, 15, 10]);
});

Deno.test("SimulatedSystem notices by its health checks that the feed has gone quiet, and that it is back", () => {
  const system = create({ checks: { quiet: { limit: 2_000 } } });
  steps(system, 12);
  system.feed.pause();
  steps(system, 4);
  assertEquals(lifecycleStateName(system.lifecycle.state), "DEGRADED");
  system.feed.resume();
  steps(system, 4);
  assertEquals(spans(system), "WARMUP 0-9, READY 10-13, DEGRADED 14-18, READY 19");
});

Deno.test("SimulatedSystem that has received nothing counts the quiet from its start", () => {
  const system = create({ checks: { quiet: { limit: 2_000 } } });
  system.feed.pause();
  steps(system, 4);
  assertEquals(spans(system), "WARMUP 0-2, DEGRADED 3");
});

for (
  const [onOverrun, lost, overwritten] of [["stall", 0, 11], ["skip-to-head", 75, 0], [
    "skip-to-oldest",
    11,
    0,
  ]] as const
) {
  Deno.test(`SimulatedSystem lets an overrun consumer ${onOverrun}`, () => {
    const system = create({
      consumers: [
        { name: "executor", pollsPerStep: 5, onOverrun: "stall" },
        { name: "slow", pollsPerStep: 1, onOverrun },
      ],
    });
    system.consumers[1].isolate();
    steps(system, 14);
    system.consumers[1].rejoin();
    steps(system, 1);
    const [, slow] = system.snapshot().consumers;
    assertEquals([slow.overruns, slow.lost, slow.overwritten, slow.delivered], [1, lost, overwritten, 0]);
    assertEquals(slow.delivered + slow.lost + slow.lag, 75);
  });
}

Deno.test("SimulatedSystem does not judge a consumer that is out of service, nor take its isolation for a stall or a loss", () => {
  const consumers: RehearsalConsumerPlan[] = [
    { name: "executor", pollsPerStep: 5, onOverrun: "stall" },
    { name: "slow", pollsPerStep: 0, onOverrun: "stall" },
  ];
  const checks = { lag: { limit: 0.9 }, loss: { limit: 0 }, stall: { limit: 0 } };
  const isolated = create({ consumers, checks });
  steps(isolated, 10);
  isolated.consumers[1].isolate();
  steps(isolated, 20);
  assertEquals(isolated.lifecycle.degradation.causes, []);
  const late = create({ consumers, checks });
  steps(late, 15);
  assertEquals(late.lifecycle.degradation.causes.map(({ name }) => name), ["health check lag", "health check loss"]);
  late.consumers[1].isolate();
  // One step to see what was lost until then, and three to be well.
  steps(late, 4);
  assertEquals(late.lifecycle.degradation.causes, [], "what was lost before is no new loss");
  late.consumers[1].rejoin();
  steps(late, 1);
  assertEquals(late.lifecycle.degradation.causes.map(({ name }) => name), ["health check lag", "health check loss"]);
});

Deno.test("SimulatedSystem does not judge how old the latest event was of a consumer that is out of service", () => {
  const consumers: RehearsalConsumerPlan[] = [
    { name: "executor", pollsPerStep: 5, onOverrun: "stall" },
    { name: "slow", pollsPerStep: 2, onOverrun: "stall" },
  ];
  const system = create({ consumers, checks: { staleness: { limit: 5_000 } } });
  steps(system, 20);
  assertEquals(system.lifecycle.degradation.causes.map(({ name }) => name), ["health check staleness"]);
  system.consumers[1].isolate();
  steps(system, 3);
  assertEquals(system.lifecycle.degradation.causes, []);
  system.consumers[1].rejoin();
  steps(system, 1);
  assertEquals(system.lifecycle.degradation.causes.map(({ name }) => name), ["health check staleness"]);
});

Deno.test("a rehearsal is called what its runbook is called, and makes a new one each time", () => {
  for (const rehearsal of REHEARSALS) {
    const { consumers, checks } = rehearsal;
    const system = create({ consumers: [...consumers], checks });
    assertEquals(rehearsal.make(system).id, rehearsal.id);
  }
  assertEquals(new Set(REHEARSALS.map(({ id }) => id)).size, REHEARSALS.length);
});

Deno.test("rehearse gives the same result for the same request", () => {
  for (const rehearsal of REHEARSALS) {
    const request = {
      rehearsal,
      checks: {},
      injections: [],
      failingStep: undefined,
      isApproved: true,
      isDryRun: false,
    };
    assertEquals(rehearse(request), rehearse(request));
  }
});
