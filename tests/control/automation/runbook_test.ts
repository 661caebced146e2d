import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Runbook } from "../../../control/automation/runbook.ts";
import type { RunbookEvent, RunbookOutcome } from "../../../control/automation/runbook_run.ts";
import type { Condition, RunbookStep } from "../../../control/automation/runbook_step.ts";

const ALWAYS: Condition = { sentence: "It always holds.", holds: () => true };
const NEVER: Condition = { sentence: "It never holds.", holds: () => false };

/** Writes down what the steps of a test do. */
class Journal {
  readonly lines: string[] = [];

  step(id: string, more: Partial<RunbookStep> = {}): RunbookStep {
    return {
      id,
      sentence: `Do ${id}.`,
      action: () => void this.lines.push(`do ${id}`),
      undo: () => void this.lines.push(`undo ${id}`),
      verification: ALWAYS,
      ticksMax: 0,
      ...more,
    };
  }

  book(...steps: RunbookStep[]): Runbook {
    return new Runbook({ id: "test", sentence: "Test.", preconditions: [], steps });
  }

  readonly run = { tick: () => void this.lines.push("tick") };
}

/** The events as `tick step event`. */
function told(outcome: RunbookOutcome): string[] {
  return outcome.events.map(({ tick, step, event }) => `${tick} ${step} ${event}`);
}

Deno.test("Runbook.run does its steps in order and records each", () => {
  const journal = new Journal();
  const outcome = journal.book(journal.step("one"), journal.step("two")).run(journal.run);
  assertEquals(journal.lines, ["do one", "do two"]);
  assertEquals(outcome, {
    id: "test",
    status: "completed",
    reason: undefined,
    isRestored: false,
    ticks: 0,
    events: [
      { tick: 0, step: "one", event: "done" },
      { tick: 0, step: "one", event: "verified" },
      { tick: 0, step: "two", event: "done" },
      { tick: 0, step: "two", event: "verified" },
    ],
    errors: [],
  });
});

Deno.test("Runbook.run refuses when a precondition does not hold, says which, and does nothing", () => {
  const journal = new Journal();
  const preconditions = [ALWAYS, NEVER, { sentence: "It is not asked any more.", holds: () => false }];
  const runbook = new Runbook({ id: "test", sentence: "Test.", preconditions, steps: [journal.step("one")] });
  const outcome = runbook.run(journal.run);
  assertEquals([outcome.status, outcome.reason], ["refused", "a precondition does not hold: It never holds."]);
  assertEquals([outcome.isRestored, outcome.ticks, outcome.events, journal.lines], [true, 0, [], []]);
});

Deno.test("Runbook.run lets through what a precondition throws, for nothing has been done", () => {
  const journal = new Journal();
  const broken: Condition = {
    sentence: "It breaks.",
    holds: () => {
      throw new Error("broken");
    },
  };
  const runbook = new Runbook({ id: "test", sentence: "Test.", preconditions: [broken], steps: [journal.step("one")] });
  assertThrows(() => runbook.run(journal.run), Error, "broken");
  assertEquals(journal.lines, []);
});

Deno.test("Runbook.run lets time pass until a step is verified", () => {
  const journal = new Journal();
  const verification = { sentence: "Three ticks.", holds: () => journal.lines.length === 4 };
  const outcome = journal.book(journal.step("one", { verification, ticksMax: 3 })).run(journal.run);
  assertEquals(journal.lines, ["do one", "tick", "tick", "tick"]);
  assertEquals(outcome.ticks, 3);
  assertEquals(told(outcome), ["0 one done", "3 one verified"]);
});

Deno.test("Runbook.run gives up after the bound of a step and takes back what was done, the latest first", () => {
  const journal = new Journal();
  const outcome = journal.book(
    journal.step("one"),
    journal.step("two"),
    journal.step("three", { verification: NEVER, ticksMax: 2 }),
    journal.step("four"),
  ).run(journal.run);
  assertEquals(journal.lines, ["do one", "do two", "do three", "tick", "tick", "undo three", "undo two", "undo one"]);
  assertEquals(outcome.status, "failed");
  assertEquals(outcome.reason, "step three was not verified within 2 ticks: It never holds.");
  assertEquals([outcome.isRestored, outcome.ticks], [true, 2]);
  assertEquals(told(outcome).slice(4), [
    "0 three done",
    "2 three failed",
    "2 three undone",
    "2 two undone",
    "2 one undone",
  ]);
  assertEquals(outcome.events.find(({ event }) => event === "failed")?.reason, outcome.reason);
});

Deno.test("Runbook.run does not do a step whose precondition does not hold, and takes back the others", () => {
  const journal = new Journal();
  const outcome = journal.book(journal.step("one"), journal.step("two", { precondition: NEVER })).run(journal.run);
  assertEquals(journal.lines, ["do one", "undo one"]);
  assertEquals(outcome.status, "failed");
  assertEquals(outcome.reason, "step two was not done, its precondition does not hold: It never holds.");
});

Deno.test("Runbook.run takes back a step whose action threw, and keeps the error", () => {
  const journal = new Journal();
  const error = new TypeError("half done");
  const action = () => {
    throw error;
  };
  const outcome = journal.book(journal.step("one"), journal.step("two", { action })).run(journal.run);
  assertEquals(journal.lines, ["do one", "undo two", "undo one"]);
  assertEquals([outcome.status, outcome.reason], ["failed", "step two threw: half done"]);
  assert(outcome.errors.length === 1 && outcome.errors[0] === error);
  assertEquals(outcome.isRestored, true);
});

Deno.test("Runbook.run takes everything back when the system itself throws during a tick", () => {
  const journal = new Journal();
  const tick = () => {
    // deno-lint-ignore no-throw-literal -- foreign code may throw anything
    throw "the simulation broke";
  };
  const outcome = journal.book(journal.step("one", { verification: NEVER, ticksMax: 5 })).run({ tick });
  assertEquals(journal.lines, ["do one", "undo one"]);
  assertEquals([outcome.reason, outcome.ticks], ["step one threw: the simulation broke", 0]);
});

Deno.test("Runbook.run says when there is no way back", () => {
  const journal = new Journal();
  const outcome = journal.book(
    journal.step("one"),
    journal.step("two", { undo: undefined }),
    journal.step("three", { verification: NEVER }),
  ).run(journal.run);
  assertEquals(journal.lines, ["do one", "do two", "do three", "undo three", "undo one"]);
  assertEquals(outcome.isRestored, false);
  assertEquals(told(outcome).slice(-3), ["0 three undone", "0 two irreversible", "0 one undone"]);
});

Deno.test("Runbook.run goes on taking back when one step cannot be, and says so", () => {
  const journal = new Journal();
  const undo = () => {
    throw new Error("it is stuck");
  };
  const outcome = journal.book(
    journal.step("one"),
    journal.step("two", { undo }),
    journal.step("three", { verification: NEVER }),
  ).run(journal.run);
  assertEquals(journal.lines.at(-1), "undo one");
  assertEquals(outcome.isRestored, false);
  assertEquals(outcome.events.at(-2), { tick: 0, step: "two", event: "undo-failed", reason: "it is stuck" });
  assertEquals(outcome.errors.length, 1);
});

Deno.test("Runbook.run does not take back a step that only waits", () => {
  const journal = new Journal();
  const outcome = journal.book(
    journal.step("one"),
    journal.step("wait", { action: undefined, undo: undefined }),
    journal.step("two", { action: undefined, undo: undefined, verification: NEVER }),
  ).run(journal.run);
  assertEquals(journal.lines, ["do one", "undo one"]);
  assertEquals(outcome.isRestored, true);
  assertEquals(told(outcome), ["0 one done", "0 one verified", "0 wait verified", "0 two failed", "0 one undone"]);
});

Deno.test("Runbook.run does a risky step only when it is approved", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one"), journal.step("two", { isRisky: true }));
  const asked: string[] = [];
  const outcome = runbook.run({
    ...journal.run,
    approve: (step) => {
      asked.push(step.id);
      return true;
    },
  });
  assertEquals([outcome.status, asked], ["completed", ["two"]]);
  assertEquals(told(outcome), ["0 one done", "0 one verified", "0 two approved", "0 two done", "0 two verified"]);
});

Deno.test("Runbook.run without approval takes back what was done before the risky step", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one"), journal.step("two", { isRisky: true }));
  for (const approve of [undefined, () => false]) {
    journal.lines.length = 0;
    const outcome = runbook.run({ ...journal.run, approve });
    assertEquals(outcome.status, "unapproved");
    assertEquals(outcome.reason, "step two was not approved within 0 ticks");
    assertEquals(journal.lines, ["do one", "undo one"]);
    assertEquals(outcome.isRestored, true);
  }
});

Deno.test("Runbook.run waits for approval as many ticks as it may", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one", { isRisky: true }));
  const approve = () => journal.lines.length === 3;
  assertEquals(runbook.run({ ...journal.run, approve, approvalTicksMax: 2 }).status, "unapproved");
  journal.lines.length = 0;
  const outcome = runbook.run({ ...journal.run, approve, approvalTicksMax: 3 });
  assertEquals([outcome.status, outcome.ticks], ["completed", 3]);
  assertEquals(told(outcome)[0], "3 one approved");
});

Deno.test("Runbook.dryRun gives the plan and does nothing", () => {
  const journal = new Journal();
  const preconditions = [ALWAYS, NEVER];
  const steps = [
    journal.step("one", { precondition: ALWAYS, isRisky: true, ticksMax: 7 }),
    journal.step("two", { undo: undefined, verification: NEVER }),
    journal.step("three", { action: undefined, undo: undefined }),
  ];
  const plan = new Runbook({ id: "test", sentence: "Test.", preconditions, steps }).dryRun();
  assertEquals(journal.lines, []);
  assertEquals(plan, {
    id: "test",
    sentence: "Test.",
    preconditions: [{ sentence: "It always holds.", holds: true }, { sentence: "It never holds.", holds: false }],
    steps: [
      {
        id: "one",
        sentence: "Do one.",
        precondition: "It always holds.",
        verification: "It always holds.",
        ticksMax: 7,
        isRisky: true,
        isReversible: true,
      },
      {
        id: "two",
        sentence: "Do two.",
        precondition: undefined,
        verification: "It never holds.",
        ticksMax: 0,
        isRisky: false,
        isReversible: false,
      },
      {
        id: "three",
        sentence: "Do three.",
        precondition: undefined,
        verification: "It always holds.",
        ticksMax: 0,
        isRisky: false,
        isReversible: true,
      },
    ],
  });
});

Deno.test("Runbook plans and outcomes are frozen", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one", { verification: NEVER }));
  const plan = runbook.dryRun();
  const outcome = runbook.run(journal.run);
  for (const record of [plan, plan.steps, plan.steps[0], plan.preconditions, outcome, outcome.events, outcome.errors]) {
    assert(Object.isFrozen(record));
  }
  for (const event of outcome.events) assert(Object.isFrozen(event));
});

Deno.test("Runbook.withFailing does everything up to a step that never works, and takes it back", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one"), journal.step("two", { ticksMax: 2 }), journal.step("three"));
  const outcome = runbook.withFailing("two").run(journal.run);
  assertEquals(journal.lines, ["do one", "do two", "tick", "tick", "undo two", "undo one"]);
  assertEquals([outcome.status, outcome.isRestored], ["failed", true]);
  assertEquals(outcome.reason, "step two was not verified within 2 ticks: It always holds. (Made to fail.)");
});

Deno.test("Runbook.withFailing keeps the preconditions, and changes neither the runbook nor the other steps", () => {
  const journal = new Journal();
  const steps = [journal.step("one", { isRisky: true, precondition: ALWAYS }), journal.step("two")];
  const runbook = new Runbook({ id: "test", sentence: "Test.", preconditions: [NEVER], steps });
  const before = runbook.dryRun();
  const { steps: [one, two], ...rest } = runbook.withFailing("two").dryRun();
  assertEquals({ ...rest, steps: [one] }, { ...before, steps: [before.steps[0]] });
  assertEquals(two, { ...before.steps[1], verification: "It always holds. (Made to fail.)" });
  assertEquals(runbook.dryRun(), before);
});

Deno.test("Runbook.withFailing refuses a step that there is not, and says which there are", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one"), journal.step("two"));
  const error = assertThrows(() => runbook.withFailing("tow"), RangeError);
  assertEquals(error.message, 'Cannot make a step of runbook test fail: stepId must be one of one, two, got "tow"');
});

Deno.test("Runbook can be run again, with a record of its own each time", () => {
  const journal = new Journal();
  const runbook = journal.book(journal.step("one"));
  assertEquals(runbook.run(journal.run), runbook.run(journal.run));
});

Deno.test("Runbook does not follow the steps it was made from", () => {
  const journal = new Journal();
  const step = { ...journal.step("one") };
  const runbook = journal.book(step);
  (step as { verification: Condition }).verification = NEVER;
  assertEquals(runbook.run(journal.run).status, "completed");
});

Deno.test("Runbook refuses to be made without steps, with two of one id, or with a bound that is no whole number", () => {
  const journal = new Journal();
  assertThrows(
    () => journal.book(),
    RangeError,
    "Cannot create runbook test: steps must have at least 1 element, got 0",
  );
  assertThrows(
    () => journal.book(journal.step("one"), journal.step("one")),
    RangeError,
    "Cannot create runbook test: steps must have different ids, got one twice",
  );
  for (const ticksMax of [-1, 0.5, NaN, Infinity]) {
    assertThrows(
      () => journal.book(journal.step("one", { ticksMax })),
      RangeError,
      `Cannot create runbook test: ticksMax of step one must be an integer from 0 to 9007199254740991, got ${ticksMax}`,
    );
    assertThrows(
      () => journal.book(journal.step("one")).run({ ...journal.run, approvalTicksMax: ticksMax }),
      RangeError,
      `Cannot run runbook test: approvalTicksMax must be an integer from 0 to 9007199254740991, got ${ticksMax}`,
    );
  }
  assertEquals(journal.lines, []);
});

/** What a function of foreign code may give, that the compiler has not seen. */
function foreign<Value>(value: unknown): Value {
  return value as Value;
}

const PROMISE = Promise.resolve(true);

Deno.test("Runbook.run fails a step whose action is not done when it returns, and does not claim that nothing is left", () => {
  const journal = new Journal();
  const action = async () => {
    await PROMISE;
  };
  const outcome = journal.book(journal.step("one"), journal.step("two", { action })).run(journal.run);
  assertEquals(outcome.status, "failed");
  assertEquals(
    outcome.reason,
    "step two threw: Cannot do the step: action must be done when it returns, got a promise",
  );
  assertEquals(journal.lines, ["do one", "undo two", "undo one"]);
  assertEquals(told(outcome).slice(2), ["0 two failed", "0 two undone", "0 one undone"]);
  assertEquals(outcome.isRestored, false);
});

Deno.test("Runbook.run says of a way back that is not done when it returns that it failed", () => {
  const journal = new Journal();
  const undo = () => PROMISE;
  const outcome = journal.book(journal.step("one"), journal.step("two", { undo, verification: NEVER })).run(
    journal.run,
  );
  const reason = "Cannot undo the step: undo must be done when it returns, got a promise";
  assertEquals(outcome.events.at(-2), { tick: 0, step: "two", event: "undo-failed", reason });
  assertEquals([journal.lines.at(-1), outcome.isRestored], ["undo one", false]);
});

Deno.test("Runbook.run fails a step when a tick is not done when it returns", () => {
  const journal = new Journal();
  const outcome = journal.book(journal.step("one", { verification: NEVER, ticksMax: 5 })).run({ tick: () => PROMISE });
  assertEquals(
    outcome.reason,
    "step one threw: Cannot wait for the step: tick must be done when it returns, got a promise",
  );
  assertEquals([outcome.ticks, outcome.isRestored, journal.lines], [0, true, ["do one", "undo one"]]);
});

for (
  const [answer, given] of [[PROMISE, "a promise"], [undefined, "undefined"], [0, "0"], [1, "1"], ["yes", '"yes"']]
) {
  Deno.test(`Runbook takes ${given} neither for a yes nor for a no`, () => {
    const journal = new Journal();
    const vague: Condition = { sentence: "It is vague.", holds: () => foreign(answer) };
    const message = `Cannot check a condition: the answer to "It is vague." must be true or false, got ${given}`;
    for (const more of [{ precondition: vague }, { verification: vague }]) {
      const outcome = journal.book(journal.step("one", more)).run(journal.run);
      assertEquals([outcome.status, outcome.reason], ["failed", `step one threw: ${message}`]);
    }
    assertEquals(journal.lines, ["do one", "undo one"], "not without its precondition");

    const runbook = new Runbook({
      id: "test",
      sentence: "Test.",
      preconditions: [vague],
      steps: [journal.step("two")],
    });
    for (const ask of [() => runbook.dryRun(), () => runbook.run(journal.run)]) {
      assertEquals(assertThrows(ask, TypeError).message, message);
    }

    const risky = journal.book(journal.step("three", { isRisky: true }));
    const outcome = risky.run({ ...journal.run, approve: () => foreign(answer) });
    const reason =
      `step three threw: Cannot approve the step: the answer of approve must be true or false, got ${given}`;
    assertEquals([outcome.status, outcome.reason], ["failed", reason]);

    if (answer !== undefined) {
      const error = assertThrows(() => journal.book(journal.step("four", { isRisky: foreign(answer) })), TypeError);
      assertEquals(
        error.message,
        `Cannot create runbook test: isRisky of step four must be true or false, got ${given}`,
      );
    }
    assertEquals(journal.lines.length, 2, "nothing else is done");
  });
}

Deno.test("Runbook.run takes everything back whatever is thrown, also what has no text", () => {
  const unreadable = Object.defineProperty(new Error(), "message", {
    get: () => {
      throw new Error("it is unreadable");
    },
  });
  for (const thrown of [Object.create(null), unreadable]) {
    const journal = new Journal();
    const fail = () => {
      throw thrown;
    };
    const steps = [journal.step("one"), journal.step("two", { undo: fail }), journal.step("three", { action: fail })];
    const outcome = journal.book(...steps).run(journal.run);
    assertEquals(outcome.reason, "step three threw: something that cannot be written as a text");
    assertEquals(journal.lines, ["do one", "do two", "undo three", "undo one"]);
    assert(outcome.errors.length === 2 && outcome.errors.every((error) => error === thrown));
  }
});

Deno.test("Runbook.run cannot be begun again before it has ended, and can be afterwards", () => {
  const journal = new Journal();
  const verification = { sentence: "A tick.", holds: () => journal.lines.includes("tick") };
  const runbook = journal.book(journal.step("one", { verification, ticksMax: 1 }));
  const again = runbook.run({ tick: () => void runbook.run(journal.run) });
  assertEquals(again.reason, "step one threw: Cannot run runbook test: it is running already");
  assertEquals(journal.lines, ["do one", "undo one"]);
  assertEquals(runbook.run(journal.run).status, "completed");

  const broken: Condition = {
    sentence: "It breaks.",
    holds: () => {
      throw new Error("broken");
    },
  };
  const unasked = new Runbook({ id: "test", sentence: "Test.", preconditions: [broken], steps: [journal.step("one")] });
  for (let n = 0; n < 2; n++) assertThrows(() => unasked.run(journal.run), Error, "broken");
});

Deno.test("Runbook.run can be done in a step of another", () => {
  const journal = new Journal();
  const inner = journal.book(journal.step("inner"));
  const outer = journal.book(journal.step("outer", { action: () => void inner.run(journal.run) }));
  assertEquals(outer.run(journal.run).status, "completed");
  assertEquals(journal.lines, ["do inner"]);
});

const fate = fc.record({
  fails: fc.constantFrom("no", "no", "no", "precondition", "action", "verification", "approval"),
  undo: fc.constantFrom("works", "works", "throws", "none"),
  delay: fc.nat({ max: 4 }),
  ticksMax: fc.nat({ max: 4 }),
});

Deno.test("Runbook.run leaves done exactly what it says, and stays within its bounds, whatever fails", () => {
  fc.assert(fc.property(fc.array(fate, { minLength: 1, maxLength: 6 }), (fates) => {
    const done = new Set<string>();
    let ticks = 0;
    const steps = fates.map(({ fails, undo, delay, ticksMax }, n): RunbookStep => {
      const id = `s${n}`;
      let doneAt = 0;
      return {
        id,
        sentence: `Do ${id}.`,
        isRisky: fails === "approval",
        precondition: fails === "precondition" ? NEVER : ALWAYS,
        action: () => {
          done.add(id);
          doneAt = ticks;
          if (fails === "action") throw new Error(id);
        },
        undo: undo === "none" ? undefined : () => {
          if (undo === "throws") throw new Error(id);
          done.delete(id);
        },
        verification: { sentence: "In time.", holds: () => fails !== "verification" && ticks - doneAt >= delay },
        ticksMax,
      };
    });
    const runbook = new Runbook({ id: "random", sentence: "Random.", preconditions: [], steps });
    const outcome = runbook.run({ tick: () => void ticks++ });
    const failed = fates.findIndex(({ fails, delay, ticksMax }) => fails !== "no" || delay > ticksMax);
    assertEquals(outcome.status === "completed", failed === -1);
    assertEquals(outcome.ticks, ticks);
    assert(ticks <= fates.reduce((sum, { ticksMax }) => sum + ticksMax, 0));
    if (failed === -1) assertEquals(done.size, fates.length);
    else assertEquals(outcome.isRestored, done.size === 0);
    const of = (event: RunbookEvent["event"]): number => outcome.events.filter((entry) => entry.event === event).length;
    assertEquals(of("undo-failed") + of("irreversible"), failed === -1 ? 0 : done.size);
  }));
});
