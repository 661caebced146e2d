import { assertEquals, assertThrows } from "@std/assert";
import { type Duty, type DutyCycleParts, runDutyCycle } from "../../../runtime/duty_cycle/duty_cycle.ts";

/** Runs a duty whose passes find so much work each, and returns all that was called, in order. */
function callsOf(passes: readonly number[], isTimed = true): string[] {
  const calls: string[] = [];
  let n = 0;
  const duty: Duty = {
    pass: () => {
      calls.push("pass");
      return passes[n++];
    },
    isDone: (work) => {
      calls.push(`done? ${work}`);
      return n === passes.length;
    },
  };
  const idle = { name: "noted", longestWaitNs: 0, idle: (work: number) => void calls.push(`idle ${work}`) };
  const timer = { begin: () => void calls.push("begin"), turn: (work: number) => void calls.push(`turn ${work}`) };
  runDutyCycle({ duty, idle, timer: isTimed ? timer : undefined });
  return calls;
}

Deno.test("runDutyCycle waits after each pass, times from look to look, and ends the last cycle", () => {
  const pass = (work: number) => ["pass", `done? ${work}`, `idle ${work}`, `turn ${work}`];
  assertEquals(callsOf([3, 0, 2]), ["begin", ...pass(3), ...pass(0), "pass", "done? 2", "begin"]);
});

Deno.test("runDutyCycle without a timer does the same work", () => {
  assertEquals(callsOf([1, 0], false), ["pass", "done? 1", "idle 1", "pass", "done? 0"]);
});

Deno.test("runDutyCycle throws on what the duty throws", () => {
  const duty: Duty = {
    pass: () => {
      throw new Error("no pass");
    },
    isDone: () => false,
  };
  assertThrows(() => runDutyCycle({ duty, idle: { name: "", longestWaitNs: 0, idle() {} } }), Error, "no pass");
});

Deno.test("runDutyCycle refuses parts that are missing, in one line", () => {
  const idle = { name: "", longestWaitNs: 0, idle() {} };
  assertThrows(() => runDutyCycle({ idle } as unknown as DutyCycleParts), TypeError, "parts.duty must be an object");
  const duty: Duty = { pass: () => 0, isDone: () => true };
  assertThrows(
    () => runDutyCycle({ duty } as DutyCycleParts),
    TypeError,
    "parts.idle must be an object that has idle()",
  );
});
