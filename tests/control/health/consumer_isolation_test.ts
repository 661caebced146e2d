import { assert, assertEquals, assertThrows } from "@std/assert";
import { ConsumerIsolation } from "../../../control/health/consumer_isolation.ts";
import { BUSY } from "../metrics/_snapshots.ts";

function isolated(overwritten: number) {
  const consumer = { overwritten };
  const isolation = new ConsumerIsolation(consumer);
  return { consumer, isolation };
}

Deno.test("ConsumerIsolation of a consumer in service lets health judge all of it", () => {
  const { isolation } = isolated(7);
  assertEquals(isolation.isolated, false);
  assert(isolation.judged(BUSY) === BUSY);
});

Deno.test("ConsumerIsolation leaves out what follows from not being polled, and keeps what was lost before", () => {
  const { consumer, isolation } = isolated(7);
  isolation.isolate();
  consumer.overwritten = 90;
  const snapshot = { ...BUSY, overwritten: 90 };
  const judged = { ...BUSY, lag: 0, overwritten: 7, oldestUndecidedAgeNs: 0, heartbeatAgeNs: 0 };
  assertEquals([isolation.isolated, isolation.judged(snapshot)], [true, judged]);
  // What it did itself still counts: it did it while it was in service.
  assertEquals([judged.lost, judged.overruns, judged.stalls], [11, 2, 3]);
});

Deno.test("ConsumerIsolation that is asked for twice began the first time, so that no loss meanwhile is held against it", () => {
  const { consumer, isolation } = isolated(7);
  isolation.isolate();
  consumer.overwritten = 90;
  isolation.isolate();
  assertEquals(isolation.judged(BUSY).overwritten, 7);
});

Deno.test("ConsumerIsolation that has ended lets health judge all of it, and can begin again", () => {
  const { consumer, isolation } = isolated(0);
  isolation.rejoin();
  isolation.isolate();
  isolation.rejoin();
  assert(!isolation.isolated && isolation.judged(BUSY) === BUSY);
  consumer.overwritten = 4;
  isolation.isolate();
  assertEquals(isolation.judged(BUSY).overwritten, 4);
});

Deno.test("ConsumerIsolation refuses what is no consumer", () => {
  assertThrows(() => new ConsumerIsolation({} as { overwritten: number }), TypeError, "consumer must be");
});
