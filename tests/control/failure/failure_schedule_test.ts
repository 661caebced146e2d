import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  drawFailureSchedule,
  FailureSchedule,
  type Injection,
  type InjectionAction,
} from "../../../control/failure/failure_schedule.ts";
import { FAILURE_IDS, type FailureId } from "../../../control/failure/failure_scenario.ts";
import { SeededRandom } from "../../../control/failure/seeded_random.ts";

function inject(step: number, action: string, failure = "market-data-outage"): Injection {
  return { step, failure: failure as FailureId, action: action as InjectionAction };
}

function create(...injections: Injection[]): FailureSchedule {
  return new FailureSchedule({ totalSteps: 50, injections });
}

Deno.test("FailureSchedule sorts by step and keeps the order given within one", () => {
  const schedule = create(
    inject(40, "deactivate"),
    inject(20, "activate", "execution-failure"),
    inject(20, "activate"),
    inject(0, "deactivate"),
  );
  assertEquals(schedule.injections.map(({ step, failure, action }) => `${step} ${action} ${failure}`), [
    "0 deactivate market-data-outage",
    "20 activate execution-failure",
    "20 activate market-data-outage",
    "40 deactivate market-data-outage",
  ]);
  assertEquals(schedule.totalSteps, 50);
});

Deno.test("FailureSchedule is frozen and does not follow its source", () => {
  const source = { step: 1, failure: "market-data-outage", action: "activate" } as const;
  const list = [source];
  const schedule = new FailureSchedule({ totalSteps: 2, injections: list });
  list.pop();
  assertEquals(schedule.injections, [source]);
  assertThrows(() => (schedule.injections as Injection[]).push(source), TypeError);
  assertThrows(() => {
    (schedule.injections[0] as { step: number }).step = 0;
  }, TypeError);
});

Deno.test("FailureSchedule refuses two injections at one step that contradict", () => {
  const error = assertThrows(() => create(inject(7, "activate"), inject(7, "deactivate")), RangeError);
  assertEquals(
    error.message,
    "Cannot create FailureSchedule: injections must not contradict, got both activate and deactivate for market-data-outage " +
      "at step 7",
  );
  assertThrows(() => create(inject(7, "deactivate"), inject(3, "activate"), inject(7, "activate")), RangeError);
});

Deno.test("FailureSchedule accepts at one step what does not contradict", () => {
  const schedule = create(
    inject(7, "activate"),
    inject(7, "activate"),
    inject(7, "deactivate", "execution-failure"),
    inject(8, "deactivate"),
  );
  assertEquals(schedule.injections.length, 4);
});

Deno.test("FailureSchedule refuses a step outside the run", () => {
  for (const step of [-1, 50, 1.5, NaN, Infinity]) {
    const error = assertThrows(() => create(inject(step, "activate")), RangeError);
    assertEquals(
      error.message,
      `Cannot create FailureSchedule: the step of an injection must be an integer from 0 to 49, got ${step}`,
    );
  }
  assertEquals(create(inject(0, "activate"), inject(49, "deactivate")).injections.length, 2);
});

Deno.test("FailureSchedule refuses an unknown failure or action", () => {
  assertThrows(
    () => create(inject(1, "activate", "earthquake")),
    RangeError,
    'Cannot create FailureSchedule: the failure of an injection must be one of market-data-outage, execution-failure, got "earthquake"',
  );
  assertThrows(
    () => create(inject(1, "toggle")),
    RangeError,
    'Cannot create FailureSchedule: the action of an injection must be one of activate, deactivate, got "toggle"',
  );
});

Deno.test("FailureSchedule refuses a run without steps", () => {
  for (const totalSteps of [0, -1, 0.5, NaN]) {
    assertThrows(
      () => new FailureSchedule({ totalSteps, injections: [] }),
      RangeError,
      "totalSteps must be an integer",
    );
  }
});

Deno.test("drawFailureSchedule draws the same schedule for the same seed, and others for others", () => {
  const draw = (seed: number): string =>
    JSON.stringify(
      drawFailureSchedule({ random: new SeededRandom(seed), totalSteps: 1_000, failures: 10, stepsMax: 50 }),
    );
  assertEquals(draw(1), draw(1));
  assertEquals(new Set([1, 2, 3, 4, 5].map(draw)).size, 5);
});

const drawing = fc.integer({ min: 2, max: 60 }).chain((totalSteps) =>
  fc.record({
    seed: fc.nat(),
    totalSteps: fc.constant(totalSteps),
    failures: fc.nat({ max: totalSteps - 1 }),
    stepsMax: fc.integer({ min: 1, max: 80 }),
  })
);

Deno.test("drawFailureSchedule ends within the run every failure that it begins, one after the other", () => {
  fc.assert(fc.property(drawing, ({ seed, ...limits }) => {
    const schedule = drawFailureSchedule({ random: new SeededRandom(seed), ...limits });
    let pairs = 0;
    for (const failure of FAILURE_IDS) {
      const own = schedule.injections.filter((injection) => injection.failure === failure);
      own.forEach(({ action }, n) => assertEquals(action, n % 2 === 0 ? "activate" : "deactivate"));
      assertEquals(own.length % 2, 0);
      for (let n = 1; n < own.length; n++) assertEquals(own[n - 1].step < own[n].step, true);
      pairs += own.length / 2;
    }
    assertEquals(pairs <= limits.failures && (pairs > 0 || limits.failures === 0), true);
  }));
});

/** Draws the numbers it is given, one after the other. */
class Scripted extends SeededRandom {
  private readonly _script: number[] = [];

  constructor(script: number[]) {
    super(0);
    this._script.push(...script);
  }

  override integer(): number {
    return this._script.shift()!;
  }
}

Deno.test("drawFailureSchedule makes one failure of those that overlap, touch, or lie within another", () => {
  // For each failure: which of the two kinds, its first step, how long it lasts.
  const script = [0, 30, 5, 0, 0, 10, 0, 2, 3, 1, 12, 1, 0, 10, 4, 0, 33, 9];
  const schedule = drawFailureSchedule({ random: new Scripted(script), totalSteps: 100, failures: 6, stepsMax: 10 });
  assertEquals(schedule.injections.map(({ step, failure, action }) => `${step} ${action} ${failure}`), [
    "0 activate market-data-outage",
    "12 activate execution-failure",
    "13 deactivate execution-failure",
    "14 deactivate market-data-outage",
    "30 activate market-data-outage",
    "42 deactivate market-data-outage",
  ]);
});

Deno.test("drawFailureSchedule lets no single failure last longer than allowed", () => {
  for (let seed = 0; seed < 200; seed++) {
    const schedule = drawFailureSchedule({ random: new SeededRandom(seed), totalSteps: 40, failures: 1, stepsMax: 7 });
    const [begin, end] = schedule.injections;
    assertEquals(end.step - begin.step >= 1 && end.step - begin.step <= 7, true);
  }
});

Deno.test("drawFailureSchedule refuses limits out of range", () => {
  const random = new SeededRandom(1);
  const limits = { totalSteps: 10, failures: 1, stepsMax: 1 };
  const bad: [keyof typeof limits, number[], number, number][] = [
    ["totalSteps", [1, NaN, 2.5], 2, 2 ** 32],
    ["failures", [-1, 0.5, 10, Infinity], 0, 9],
    ["stepsMax", [0, -3, NaN], 1, 2 ** 32],
  ];
  for (const [name, values, least, most] of bad) {
    for (const value of values) {
      assertThrows(
        () => drawFailureSchedule({ random, ...limits, [name]: value }),
        RangeError,
        `${name} must be an integer from ${least} to ${most}, got ${value}`,
      );
    }
  }
});
