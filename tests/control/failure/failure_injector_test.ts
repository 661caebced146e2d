import { assertEquals, assertThrows } from "@std/assert";
import { FailureInjector } from "../../../control/failure/failure_injector.ts";
import { FailureSchedule, type Injection } from "../../../control/failure/failure_schedule.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";

function create(...injections: Injection[]): { lifecycle: Lifecycle; injector: FailureInjector } {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  lifecycle.transition(LifecycleState.READY);
  const schedule = new FailureSchedule({ totalSteps: 10, injections });
  return { lifecycle, injector: new FailureInjector({ lifecycle, schedule }) };
}

Deno.test("FailureInjector.inject does at each step what is due", () => {
  const { lifecycle, injector } = create(
    { step: 2, failure: "market-data-outage", action: "activate" },
    { step: 4, failure: "execution-failure", action: "activate" },
    { step: 6, failure: "market-data-outage", action: "deactivate" },
    { step: 8, failure: "execution-failure", action: "deactivate" },
  );
  const seen: string[] = [];
  const done: number[] = [];
  for (let step = 0; step < 10; step++) {
    done.push(injector.inject(step));
    seen.push(lifecycleStateName(lifecycle.state)[0]);
  }
  assertEquals(seen.join(""), "RRDDDDDDRR");
  assertEquals(done, [0, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
});

Deno.test("FailureInjector.inject makes up for steps that were left out", () => {
  const { lifecycle, injector } = create(
    { step: 1, failure: "market-data-outage", action: "activate" },
    { step: 2, failure: "execution-failure", action: "activate" },
    { step: 9, failure: "execution-failure", action: "deactivate" },
  );
  assertEquals(injector.inject(5), 2);
  assertEquals(lifecycle.degradation.causes.length, 2);
  assertEquals(injector.failures["execution-failure"].active, true);
});

Deno.test("FailureInjector.inject refuses to go back or to stand still", () => {
  const { injector } = create();
  injector.inject(3);
  for (const step of [3, 2, -1, 3.5, NaN]) {
    const error = assertThrows(() => injector.inject(step), RangeError);
    assertEquals(
      error.message,
      `Cannot inject failures: step must be an integer from 4, the step after the last, got ${step}`,
    );
  }
});
