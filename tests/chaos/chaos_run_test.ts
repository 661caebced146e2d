import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { runCampaign } from "./chaos_campaign.ts";
import { CHAOS_STEPS_MAX, cutPlan, OPERATION_KINDS, WHOLE_PLAN } from "./plan/chaos_plan.ts";
import { runChaos } from "./chaos_run.ts";
import { drawPlan } from "./plan/draw_plan.ts";

Deno.test("runCampaign finds no violation in a hundred seeds, and tries everything that it can count", () => {
  const { finding, runs, counts } = runCampaign({ firstSeed: 1, seeds: 100, cut: WHOLE_PLAN });
  assertEquals([finding, runs], [undefined, 100]);
  for (const [name, count] of Object.entries(counts)) assert(count > 0, `there were no ${name}`);
});

Deno.test("runChaos gives the same plan, counts and digest for the same seed, and others for another", () => {
  assertEquals(runChaos(7), runChaos(7));
  assertNotEquals(runChaos(7).digest, runChaos(8).digest);
});

Deno.test("drawPlan draws different systems, within their limits", () => {
  const plans = Array.from({ length: 200 }, (_, seed) => drawPlan(seed));
  for (const { steps } of plans) {
    assert(steps.length >= 1 && steps.length <= CHAOS_STEPS_MAX);
    for (const operations of steps) assertEquals(operations.filter(({ kind }) => kind === "tick").length, 1);
  }
  const drawn = <Value>(values: Value[]) => new Set(values).size;
  assertEquals(drawn(plans.map(({ capacity }) => capacity)), 8);
  assertEquals(drawn(plans.map(({ payloadWords }) => payloadWords)), 8);
  assertEquals(drawn(plans.map(({ consumers }) => consumers.length)), 4);
  assertEquals(drawn(plans.map(({ health }) => health.recoveryTicks)), 6);
  assert(drawn(plans.map(({ startSequence }) => startSequence)) > 100);
  assertEquals(drawn(plans.map(({ ring }) => ring)), 3);
  assertEquals(drawn(plans.map(({ producerCycleNsMax }) => producerCycleNsMax)), 4);
  const consumers = plans.flatMap(({ consumers }) => consumers);
  assertEquals(drawn(consumers.map(({ observations }) => observations?.capacity)), 8);
  assertEquals(drawn(consumers.map(({ cycleNsMax }) => cycleNsMax)), 3);
  assert(consumers.every(({ isExecutor, observations }) => isExecutor || observations === undefined));
  const kinds = new Set(plans.flatMap(({ steps }) => steps.flat().map(({ kind }) => kind)));
  assertEquals(kinds, new Set([...OPERATION_KINDS, "tick"]));
});

Deno.test("drawPlan draws every runbook, with mishaps in every step, and isolates the first consumer only if it is alone", () => {
  const orders = Array.from({ length: 400 }, (_, seed) => drawPlan(seed)).flatMap(({ steps, consumers }) =>
    steps.flat().filter((operation) => operation.kind === "runbook").map((order) => ({
      ...order,
      of: consumers.length,
    }))
  );
  assertEquals(new Set(orders.map(({ procedure }) => procedure)).size, 4);
  assertEquals(new Set(orders.map(({ approvals }) => approvals)).size, 3);
  assert(orders.some(({ approvalTicks, approvalTicksMax }) => approvalTicks > approvalTicksMax));
  assert(orders.some(({ approvalTicks, approvalTicksMax }) => approvalTicks > 0 && approvalTicks <= approvalTicksMax));
  const mishaps = new Set(orders.map(({ mishap }) => mishap === undefined ? "none" : `${mishap.of} ${mishap.step}`));
  assertEquals([...mishaps].toSorted(), [
    ...["action 0", "action 1", "action 3", "none"],
    ...["verification 0", "verification 1", "verification 2", "verification 3"],
  ]);
  for (const { procedure, consumer, of } of orders) {
    if (procedure === "isolate-slow-consumer") assert(of === 1 ? consumer === 0 : consumer >= 1 && consumer < of);
  }
});

Deno.test("drawPlan lets failures of both kinds overlap", () => {
  const overlap = Array.from({ length: 100 }, (_, seed) => drawPlan(seed)).some(({ injections }) => {
    const active = new Set<string>();
    return injections.some(({ failure, action }) => {
      if (action === "activate") active.add(failure);
      else active.delete(failure);
      return active.size === 2;
    });
  });
  assert(overlap);
});

Deno.test("cutPlan keeps the steps that come first, and leaves out the kinds named", () => {
  const plan = drawPlan(3);
  const cut = cutPlan(plan, { steps: 5, without: ["ingest", "poll"] });
  assertEquals(
    cut.steps,
    plan.steps.slice(0, 5).map((step) => step.filter(({ kind }) => kind !== "ingest" && kind !== "poll")),
  );
  assertEquals(cut.injections, plan.injections);
  assertEquals(cutPlan(plan, { steps: Infinity, without: ["failure"] }).injections, []);
});

Deno.test("runChaos holds for whatever is left out", () => {
  for (const kind of OPERATION_KINDS) {
    for (let seed = 1; seed <= 5; seed++) {
      assertEquals(runChaos(seed, { steps: Infinity, without: [kind] }).finding, undefined, `seed ${seed}, no ${kind}`);
    }
  }
  for (let steps = 0; steps <= 20; steps++) {
    assertEquals(runChaos(1, { steps, without: [] }).finding, undefined, `${steps} steps`);
  }
});
