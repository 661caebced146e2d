import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  predictFirstOverrun,
  predictFirstOverrunOfSchedule,
  predictFirstOverwritten,
  predictFirstOverwrittenOfSchedule,
} from "../../../demo/capacity/capacity_law.ts";

/** The law as it is written, step by step. */
function scan(ingestPerStep: number, pollsPerStep: number, capacity: number, totalSteps: number): number | undefined {
  for (let i = 0; i < totalSteps; i++) {
    if (ingestPerStep + i * Math.max(0, ingestPerStep - pollsPerStep) > capacity) return i;
  }
  return undefined;
}

Deno.test("predictFirstOverrun gives step 12 for 8 in, 3 out and 64 slots", () => {
  assertEquals(predictFirstOverrun({ ingestPerStep: 8, pollsPerStep: 3, capacity: 64 }), 12);
});

Deno.test("predictFirstOverrun is not the capacity divided by the growth, which is right for 64 slots by luck", () => {
  assertEquals(Math.floor(60 / (8 - 3)), 12);
  assertEquals(predictFirstOverrun({ ingestPerStep: 8, pollsPerStep: 3, capacity: 60 }), 11);
});

Deno.test("predictFirstOverrun finds the edges of the law", () => {
  const cases: [ingest: number, polls: number, capacity: number, step: number | undefined][] = [
    [64, 64, 64, undefined],
    [65, 65, 64, 0],
    [65, 1000, 64, 0],
    [64, 63, 64, 1],
    [1, 1, 1, undefined],
    [2, 1, 1, 0],
    [2, 1, 2, 1],
    [0, 5, 64, undefined],
    [0, 0, 1, undefined],
    [5, 0, 1, undefined],
  ];
  for (const [ingestPerStep, pollsPerStep, capacity, step] of cases) {
    assertEquals(predictFirstOverrun({ ingestPerStep, pollsPerStep, capacity }), step);
  }
});

Deno.test("predictFirstOverrun refuses what is no load, for which it would otherwise say never", () => {
  const load = { ingestPerStep: 8, pollsPerStep: 3, capacity: 64, totalSteps: 50 };
  const MIN = { ingestPerStep: 0, pollsPerStep: 0, capacity: 1, totalSteps: 0 };
  for (const [name, min] of Object.entries(MIN)) {
    for (const value of [min - 1, 0.5, NaN, -Infinity, 2 ** 53]) {
      const rule = `${name} must be an integer from ${min} to 9007199254740991, got ${value}`;
      assertThrows(() => predictFirstOverrun({ ...load, [name]: value }), RangeError, rule);
    }
  }
  for (const name of ["ingestPerStep", "pollsPerStep", "capacity"]) {
    assertThrows(() => predictFirstOverrun({ ...load, [name]: Infinity }), RangeError, `${name} must be`);
  }
});

Deno.test("predictFirstOverrunOfSchedule refuses what is no schedule", () => {
  const schedule = { ingest: [4, 4], polls: [2, 2], capacity: 4 };
  const refused = (changes: object, message: string) =>
    assertThrows(() => predictFirstOverrunOfSchedule({ ...schedule, ...changes }), RangeError, message);
  refused({ polls: [2] }, "polls must be as long as ingest, 2, got 1");
  refused({ ingest: [0, -1] }, "ingest of every step must be an integer from 0 to 9007199254740991, got -1");
  refused({ polls: [NaN, 2] }, "polls of every step must be an integer from 0");
  refused({ capacity: 0 }, "capacity must be an integer from 1");
});

Deno.test("predictFirstOverrun does not predict an overrun after the last step", () => {
  const load = { ingestPerStep: 8, pollsPerStep: 3, capacity: 64 };
  assertEquals(predictFirstOverrun({ ...load, totalSteps: 12 }), undefined);
  assertEquals(predictFirstOverrun({ ...load, totalSteps: 13 }), 12);
});

Deno.test("predictFirstOverrun is the law, for random loads", () => {
  const load = fc.record({
    ingestPerStep: fc.nat({ max: 200 }),
    pollsPerStep: fc.integer({ min: 1, max: 200 }),
    capacity: fc.nat({ max: 10 }).map((bits) => 2 ** bits),
    totalSteps: fc.integer({ min: 1, max: 1200 }),
  });
  fc.assert(fc.property(load, ({ ingestPerStep, pollsPerStep, capacity, totalSteps }) => {
    assertEquals(
      predictFirstOverrun({ ingestPerStep, pollsPerStep, capacity, totalSteps }),
      scan(ingestPerStep, pollsPerStep, capacity, totalSteps),
    );
  }));
});

Deno.test("predictFirstOverrunOfSchedule is predictFirstOverrun where rates are constant", () => {
  const rates = fc.tuple(
    fc.nat({ max: 40 }),
    fc.nat({ max: 40 }),
    fc.nat({ max: 7 }),
    fc.integer({ min: 1, max: 100 }),
  );
  fc.assert(fc.property(rates, ([ingestPerStep, pollsPerStep, bits, totalSteps]) => {
    const capacity = 2 ** bits;
    assertEquals(
      predictFirstOverrunOfSchedule({
        ingest: Array(totalSteps).fill(ingestPerStep),
        polls: Array(totalSteps).fill(pollsPerStep),
        capacity,
      }),
      predictFirstOverrun({ ingestPerStep, pollsPerStep, capacity, totalSteps }),
    );
  }));
});

Deno.test("predictFirstOverrunOfSchedule waits for a poll, which is what finds an overrun", () => {
  const schedule = { ingest: [4, 4, 4, 0], polls: [4, 0, 0, 1], capacity: 4 };
  assertEquals(predictFirstOverrunOfSchedule(schedule), 3);
  assertEquals(predictFirstOverrunOfSchedule({ ...schedule, capacity: 8 }), undefined);
});

Deno.test("predictFirstOverwritten is the law, and for a consumer that polls it is predictFirstOverrun", () => {
  const load = fc.record({
    ingestPerStep: fc.nat({ max: 200 }),
    pollsPerStep: fc.nat({ max: 200 }),
    capacity: fc.nat({ max: 10 }).map((bits) => 2 ** bits),
    totalSteps: fc.integer({ min: 1, max: 1200 }),
  });
  fc.assert(fc.property(load, (load) => {
    const { ingestPerStep, pollsPerStep, capacity, totalSteps } = load;
    const step = predictFirstOverwritten(load);
    assertEquals(step, scan(ingestPerStep, pollsPerStep, capacity, totalSteps));
    assertEquals(predictFirstOverrun(load), pollsPerStep === 0 ? undefined : step);
    assertEquals(
      predictFirstOverwrittenOfSchedule({
        ingest: Array(totalSteps).fill(ingestPerStep),
        polls: Array(totalSteps).fill(pollsPerStep),
        capacity,
      }),
      step,
    );
  }));
});

Deno.test("predictFirstOverwritten does not wait for a poll", () => {
  assertEquals(predictFirstOverwritten({ ingestPerStep: 8, pollsPerStep: 0, capacity: 64 }), 8);
  assertEquals(
    predictFirstOverwrittenOfSchedule({ ingest: [4, 4, 4, 0], polls: [4, 0, 0, 1], capacity: 4 }),
    2,
  );
  assertThrows(() => predictFirstOverwritten({ ingestPerStep: -1, pollsPerStep: 0, capacity: 64 }), RangeError);
});
