import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Injection, InjectionAction } from "../../../control/failure/failure_schedule.ts";
import type { HealthCheckLimits } from "../../../control/health/create_health_checks.ts";
import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { REHEARSALS } from "../../../demo/rehearsal/rehearsals.ts";
import {
  type RehearsalRequest,
  rehearse,
  STEPS_AFTER,
  STEPS_BEFORE,
  stepsOf,
} from "../../../demo/rehearsal/rehearse.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

const checks: fc.Arbitrary<HealthCheckLimits> = fc.record({
  lag: fc.constantFrom({ limit: 0.1 }, { limit: 0.75, recoveryLimit: 0.5 }, { limit: 0.9 }),
  staleness: fc.constantFrom({ limit: 400 }, { limit: 100_000 }),
  quiet: fc.constantFrom({ limit: 600 }, { limit: 3_000, recoveryLimit: 600 }),
  loss: fc.constant({ limit: 0 }),
  stall: fc.constant({ limit: 0 }),
}, { requiredKeys: [] });

const injections: fc.Arbitrary<Injection[]> = fc.uniqueArray(
  fc.record({ step: fc.nat({ max: 27 }), action: fc.constantFrom<InjectionAction>("activate", "deactivate") }),
  { selector: ({ step }) => step, maxLength: 4 },
).map((list) => list.map((injection) => ({ ...injection, failure: "market-data-outage" as const })));

const request: fc.Arbitrary<RehearsalRequest> = fc.constantFrom(...REHEARSALS).chain((rehearsal) =>
  fc.record({
    rehearsal: fc.constant(rehearsal),
    checks,
    injections,
    failingStep: fc.option(fc.constantFrom(...stepsOf(rehearsal).map(({ id }) => id)), { nil: undefined }),
    isApproved: fc.boolean(),
    isDryRun: fc.constant(false),
  })
);

Deno.test("rehearse never leaves more behind than the record says, whatever fails, is injected and is judged", () => {
  fc.assert(
    fc.property(request, (request) => {
      const { plan, before, run, states } = rehearse(request);
      const { outcome, after } = run!;
      const events = outcome.events.map(({ event }) => event);

      assertEquals(outcome.ticks, after.steps - before.steps);
      assert(outcome.ticks <= plan.steps.reduce((sum, { ticksMax }) => sum + ticksMax, 0));
      assertEquals([before.steps, states.length], [STEPS_BEFORE, after.steps + STEPS_AFTER]);

      const isBegun = plan.preconditions.every(({ holds }) => holds);
      assertEquals(outcome.status === "refused", !isBegun);
      if (outcome.status === "completed") {
        assertEquals([request.failingStep, request.isApproved], [undefined, true]);
        assertEquals(events.filter((event) => event === "verified").length, plan.steps.length);
      } else {
        assertEquals(outcome.isRestored, !events.includes("undo-failed") && !events.includes("irreversible"));
      }
      if (outcome.isRestored) {
        assertEquals(after.isolated, before.isolated);
        for (const name of ["failover drill", "drain and shut down", "shutdown"]) assert(!after.causes.includes(name));
      }
      // Only what is done by hand moves the lifecycle while a cause lasts, and no runbook does.
      if (after.causes.length > 0) assertEquals(after.state, DEGRADED);

      // Between the ends of two steps there may be several moves, but READY is come to from where it may be come to.
      states.forEach((state, step) => {
        const from = step === 0 ? WARMUP : states[step - 1];
        const isStep = state === from || isTransitionAllowed(from, state) || isTransitionAllowed(from, DEGRADED);
        assert(isStep, `${from} to ${state}`);
      });
      // Ten ticks before READY. Of a step that health degrades, the tick came before that.
      const firstReady = states.indexOf(READY);
      const warmed = states.slice(0, Math.max(0, firstReady)).filter((state, step) =>
        state === WARMUP || (step === 0 ? WARMUP : states[step - 1]) === WARMUP
      );
      assert(firstReady === -1 || warmed.length >= 10);
    }),
    { numRuns: 300 },
  );
});

Deno.test("rehearse shows that nothing executes while a runbook holds the system", () => {
  fc.assert(
    fc.property(request, (request) => {
      const { run, before, states } = rehearse(request);
      const during = states.slice(before.steps, run!.after.steps);
      const executed = run!.after.snapshot.consumers[0].metrics.executed -
        before.snapshot.consumers[0].metrics.executed;
      const pollsPerStep = request.rehearsal.consumers[0].pollsPerStep;
      // Health judges after the polls of a step, so the step at whose end it degrades the system may still have executed.
      const mayExecute = during.filter((state, n) => state === READY || n > 0 && during[n - 1] === READY).length +
        (before.state === READY ? 1 : 0);
      assert(executed <= mayExecute * pollsPerStep);
    }),
    { numRuns: 200 },
  );
});
