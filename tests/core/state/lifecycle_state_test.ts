import { assertEquals, assertThrows } from "@std/assert";
import {
  isTransitionAllowed,
  LIFECYCLE_STATE_NAMES,
  LifecycleState,
  lifecycleStateName,
} from "../../../core/state/lifecycle_state.ts";

Deno.test("isTransitionAllowed allows six of the sixteen pairs of states", () => {
  const allowed = [];
  for (const from of Object.values(LifecycleState)) {
    for (const to of Object.values(LifecycleState)) {
      if (isTransitionAllowed(from, to)) allowed.push(`${lifecycleStateName(from)} ${lifecycleStateName(to)}`);
    }
  }
  assertEquals(allowed, [
    "INIT WARMUP",
    "WARMUP READY",
    "WARMUP DEGRADED",
    "READY DEGRADED",
    "DEGRADED WARMUP",
    "DEGRADED READY",
  ]);
});

Deno.test("isTransitionAllowed does not allow what is no state", () => {
  for (const from of Object.values(LifecycleState)) {
    for (const to of [4, -1, -31, 33, 34, 35, 1.5, NaN]) {
      assertEquals(isTransitionAllowed(from, to as LifecycleState), false, `${from} to ${to}`);
    }
  }
});

Deno.test("lifecycleStateName refuses what is no state, and says which there are", () => {
  for (const state of [4, -1, 1.5, NaN, "READY", undefined]) {
    assertThrows(
      () => lifecycleStateName(state as LifecycleState),
      RangeError,
      `Cannot name a lifecycle state: state must be one of 0 (INIT), 1 (WARMUP), 2 (READY), 3 (DEGRADED), got ${state}`,
    );
  }
});

Deno.test("lifecycleStateName names every state by its key", () => {
  for (const [name, code] of Object.entries(LifecycleState)) assertEquals(lifecycleStateName(code), name);
  assertEquals(LIFECYCLE_STATE_NAMES.length, Object.keys(LifecycleState).length);
});
