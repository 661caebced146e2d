import { assertEquals } from "@std/assert";
import { FailureSchedule } from "../../../control/mod.ts";
import { constantRate, SimulatedSystem } from "../../../demo/system/mod.ts";

const STEPS = 40;
const STEP_NS = 1_000;

/** A system that leaves READY in these steps, for five steps each. */
function systemThatLeavesIn(...steps: number[]): SimulatedSystem {
  const injections = steps.flatMap((step) => [
    { step, action: "activate", failure: "market-data-outage" } as const,
    { step: step + 5, action: "deactivate", failure: "market-data-outage" } as const,
  ]);
  return new SimulatedSystem({
    capacity: 64,
    payloadWords: 4,
    warmupTicks: 5,
    stepNs: STEP_NS,
    seed: 1,
    ingest: constantRate(5, STEPS),
    consumers: [{ name: "executor", polls: constantRate(5, STEPS), onOverrun: "stall" }],
    failures: new FailureSchedule({ totalSteps: STEPS, injections }),
  });
}

/** The time to halt after all steps; in a step that `late` names, a decision was live until so many ns after its beginning. */
function timeToHalt(system: SimulatedSystem, late: Record<number, number> = {}): number | undefined {
  for (let step = 0; step < STEPS; step++) {
    system.step();
    if (late[step] === undefined) continue;
    const lastLiveNs = step * STEP_NS + late[step];
    Object.defineProperty(system.consumers[0], "lastLiveNs", { get: () => lastLiveNs, configurable: true });
  }
  return system.record().timeToHaltNs;
}

Deno.test("a run that never leaves READY has no time to halt", () => {
  assertEquals(timeToHalt(systemThatLeavesIn()), undefined);
});

Deno.test("a run that leaves READY halts in no simulated time, since no decision goes on during a transition", () => {
  assertEquals(timeToHalt(systemThatLeavesIn(10)), 0);
  assertEquals(timeToHalt(systemThatLeavesIn(10, 20, 30)), 0);
});

Deno.test("the time to halt is up to the last live decision after READY was left, and the longest of several", () => {
  assertEquals(timeToHalt(systemThatLeavesIn(10), { 10: 250, 12: 2_300 }), 4_300);
  assertEquals(timeToHalt(systemThatLeavesIn(10, 20), { 10: 750, 16: 0, 20: 400 }), 750);
  assertEquals(timeToHalt(systemThatLeavesIn(10, 20), { 10: 400, 16: 0, 20: 750 }), 750);
  assertEquals(timeToHalt(systemThatLeavesIn(30), { 30: 600 }), 600);
});
