import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../../../control/mod.ts";
import { NULL_TRACE, type OverrunSeen, type RunTrace, tracedSink } from "../../../demo/system/run_trace.ts";
import { SimulatedSystem } from "../../../demo/system/simulated_system.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { NULL_SINK } from "../../../mod.ts";
import { drawPlan } from "./_random_plan.ts";

Deno.test("RunTrace is shown every arrival, decision and overrun of a run, in order, and changes nothing", () => {
  for (let seed = 0; seed < 40; seed++) {
    const plan = drawPlan(new SeededRandom(seed));
    const arrivals: number[] = [];
    const decided = plan.consumers.map((): number[] => []);
    const overruns = plan.consumers.map((): OverrunSeen[] => []);
    let looks = 0;
    const trace: RunTrace = {
      arrived: (timesNs, count, first) => {
        assertEquals(first, arrivals.length);
        arrivals.push(...timesNs.subarray(0, count));
      },
      decided: (consumer, event, ack) => {
        assertEquals([event.sequence, event.arrivalNs], [ack.sequence, arrivals[event.sequence]], `seed ${seed}`);
        assert(ack.decisionNs >= event.arrivalNs);
        decided[consumer].push(event.sequence);
      },
      overrun: (consumer, seen) => void overruns[consumer].push(seen),
      looked: () => looks++,
    };
    const record = simulate(plan, trace);
    assertEquals(record, simulate(plan), `seed ${seed}`);
    assertEquals([arrivals.length, looks], [record.published, plan.ingest.length]);
    record.consumers.forEach(({ witness, episodes }, n) => {
      assertEquals(decided[n].length, witness.delivered, `seed ${seed}`);
      assertEquals(overruns[n].map(({ timeNs }) => Math.floor(timeNs / plan.stepNs)), episodes.map(({ step }) => step));
      const resumed = overruns[n].filter(({ hasResumed }) => hasResumed);
      assertEquals(resumed.reduce((sum, { lost }) => sum + lost, 0), witness.lost);
      // What was lost is what was not decided on.
      for (const { first, lost } of resumed) {
        assert(decided[n].every((sequence) => sequence < first || sequence >= first + lost), `seed ${seed}`);
      }
    });
  }
});

Deno.test("A run that nobody watches has no sink in the way", () => {
  assertEquals(tracedSink(NULL_SINK, NULL_TRACE, 0), NULL_SINK);
  assert(Object.isFrozen(NULL_TRACE));
});

Deno.test("SimulatedSystem refuses what is no trace", () => {
  const plan = drawPlan(new SeededRandom(1));
  assertThrows(
    () => new SimulatedSystem(plan, { ...NULL_TRACE, decided: undefined } as unknown as RunTrace),
    TypeError,
    "Cannot simulate: trace.decided must be a function, got undefined",
  );
});
