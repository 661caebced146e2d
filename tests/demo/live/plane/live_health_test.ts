import { assertEquals, assertThrows } from "@std/assert";
import type { HealthCheckLimits } from "../../../../control/health/create_health_checks.ts";
import type { ConsumerSnapshot, SystemSnapshot } from "../../../../control/metrics/system_metrics.ts";
import { OverrunError } from "../../../../core/bus/overrun_error.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import { Lifecycle } from "../../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../../core/state/lifecycle_state.ts";
import { LiveHealth, type LiveHealthParts, RECOVERY_TICKS } from "../../../../demo/live/plane/live_health.ts";
import { BUSY, systemOf } from "../../../control/metrics/_snapshots.ts";

const CALM: ConsumerSnapshot = { ...BUSY, lag: 0, overwritten: 0 };

/** A system that is ready, and checks that decide on it. */
function judged(checks: HealthCheckLimits, reader?: LiveHealthParts["reader"]) {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  lifecycle.transition(LifecycleState.READY);
  const ring = new SharedRingBuffer({ capacity: 4 });
  const health = new LiveHealth({
    lifecycle,
    checks,
    reader: reader ?? SharedRingBuffer.attachReader(ring.describe()),
  });
  let nowNs = 5_000;
  /** The state after a tick, a microsecond after the one before. */
  const tick = (system: SystemSnapshot = systemOf(CALM)): string => {
    health.tick(system, 5_000, nowNs += 1_000);
    return lifecycleStateName(lifecycle.state);
  };
  const publish = (arrivalNs: number) => {
    ring.claim().arrivalNs = arrivalNs;
    ring.publish();
  };
  return { lifecycle, tick, publish };
}

Deno.test("LiveHealth degrades while a check fails, by its name, and until it has been well for long enough", () => {
  const { lifecycle, tick } = judged({ lag: { limit: 0.75, recoveryLimit: 0.5 } });
  const lagging = (lag: number) => systemOf({ ...CALM, lag }, CALM);
  assertEquals([tick(), tick(lagging(48)), tick(lagging(49))], ["READY", "READY", "DEGRADED"]);
  assertEquals(lifecycle.degradation.causes.map(({ name }) => name), ["health check lag"]);
  assertEquals(tick(lagging(33)), "DEGRADED");
  const states = Array.from({ length: RECOVERY_TICKS }, () => tick(lagging(32)));
  assertEquals(states.indexOf("READY"), RECOVERY_TICKS - 1);
});

Deno.test("LiveHealth knows the stalls of all loops, also of the producer's", () => {
  const { tick } = judged({ stall: { limit: 3 } });
  const stalled = (producer: number, consumer: number) =>
    tick({ ...systemOf({ ...CALM, stalls: consumer }), producer: { stalls: producer, longestCycleNs: 9 } });
  assertEquals([stalled(0, 3), stalled(3, 3), stalled(5, 5)], ["READY", "READY", "DEGRADED"]);
});

Deno.test("LiveHealth counts the silence of a feed from the start, and then from the latest event", () => {
  const { tick, publish } = judged({ quiet: { limit: 2_000 } });
  assertEquals([tick(), tick(), tick()], ["READY", "READY", "DEGRADED"]);
  const spoken = judged({ quiet: { limit: 2_000 } });
  assertEquals([spoken.tick(), spoken.tick()], ["READY", "READY"]);
  spoken.publish(6_500);
  assertEquals([spoken.tick(), spoken.tick()], ["READY", "DEGRADED"]);
  publish(8_500);
  const states = Array.from({ length: RECOVERY_TICKS }, (_, n) => {
    publish(8_500 + 1_000 * n);
    return tick();
  });
  assertEquals(states.at(-1), "READY");
});

Deno.test("LiveHealth takes an event that is overwritten while it looks for one that has just arrived", () => {
  const busy = judged({ quiet: { limit: 0 } }, {
    head: 9,
    first: 0,
    get: (sequence) => {
      throw new OverrunError(sequence, sequence + 1, sequence + 5);
    },
  });
  assertEquals(busy.tick(), "READY");
  const broken = judged({ quiet: { limit: 0 } }, {
    head: 9,
    first: 0,
    get: () => {
      throw new TypeError("not a ring");
    },
  });
  assertThrows(() => broken.tick(), TypeError, "not a ring");
});
