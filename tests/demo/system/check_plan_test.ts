import { assertThrows } from "@std/assert";
import { FailureSchedule } from "../../../control/failure/failure_schedule.ts";
import { constantRate, type RunPlan } from "../../../demo/system/run_plan.ts";
import { simulate } from "../../../demo/system/simulation.ts";

const PLAN: RunPlan = {
  capacity: 64,
  payloadWords: 4,
  warmupTicks: 10,
  stepNs: 1_000,
  seed: 1,
  ingest: constantRate(5, 20),
  consumers: [{ name: "executor", polls: constantRate(5, 20), onOverrun: "stall" }],
  failures: new FailureSchedule({ totalSteps: 20, injections: [] }),
};
const [EXECUTOR] = PLAN.consumers;

/** Plans that are wrong in one place, and the line that says so. */
const WRONG: readonly (readonly [wrong: object, message: string])[] = [
  [{ stepNs: 0 }, "plan.stepNs must be an integer from 1 to 9007199254740991, got 0"],
  [{ stepNs: 0.5 }, "plan.stepNs must be an integer from 1 to 9007199254740991, got 0.5"],
  [{ stepNs: 2 ** 50 }, "plan.ingest must be steps of 1125899906842624 ns that end before 2⁵³ ns, got 20 steps"],
  [{ seed: -1 }, "plan.seed must be an integer from 0 to 9007199254740991, got -1"],
  [{ ingest: [5, 5] }, "plan.ingest must be an Int32Array with a count for each step, got an array"],
  [{ ingest: Int32Array.of(5, -1) }, "plan.ingest[1] must be 0 or more, got -1"],
  [{ consumers: [] }, "plan.consumers must be a list of at least one consumer, got an empty list"],
  [
    { consumers: [EXECUTOR, EXECUTOR] },
    'plan.consumers[1].name must be a name that no other consumer has, got "executor"',
  ],
  [{ consumers: [{ ...EXECUTOR, name: "" }] }, 'plan.consumers[0].name must be a text that is not empty, got ""'],
  [
    { consumers: [{ ...EXECUTOR, polls: constantRate(5, 19) }] },
    "plan.consumers[0].polls must be as long as ingest, 20 steps, got 19",
  ],
  [
    { consumers: [{ ...EXECUTOR, onOverrun: "wait" }] },
    'plan.consumers[0].onOverrun must be one of stall, skip-to-head, skip-to-oldest, got "wait"',
  ],
];

for (const [wrong, message] of WRONG) {
  Deno.test(`simulate refuses a plan in one line: ${message}`, () => {
    assertThrows(() => simulate({ ...PLAN, ...wrong }), Error, `Cannot simulate: ${message}`);
  });
}
