import { assertEquals } from "@std/assert";
import { healthSnapshotOf } from "../../../control/health/health_snapshot_of.ts";
import { BUSY, IDLE, systemOf } from "../metrics/_snapshots.ts";

Deno.test("healthSnapshotOf takes the worst lag, staleness and heartbeat, and the sum of what is counted", () => {
  const other = {
    ...BUSY,
    name: "other",
    lag: 2,
    lost: 100,
    overwritten: 20,
    oldestUndecidedAgeNs: 3_701,
    heartbeatAgeNs: 799,
  };
  const expected = {
    lag: 5,
    capacity: 64,
    stalenessNs: 3_701,
    heartbeatAgeNs: 800,
    latestArrivalNs: 7,
    lost: 11 + 1 + 100 + 20,
    overruns: 4,
    stalls: 6,
    dropped: 26,
  };
  assertEquals(healthSnapshotOf(systemOf(BUSY, IDLE, other), 7), expected);
  assertEquals(healthSnapshotOf(systemOf(other, IDLE, BUSY), 7), expected);
  const producer = { stalls: 5, longestCycleNs: 1 };
  assertEquals(healthSnapshotOf({ ...systemOf(BUSY, IDLE, other), producer }, 7), { ...expected, stalls: 11 });
});

Deno.test("healthSnapshotOf a system in which nothing waits has no staleness, and none without consumers a heartbeat", () => {
  for (const consumers of [[], [IDLE]]) {
    assertEquals(healthSnapshotOf(systemOf(...consumers), 0), {
      lag: 0,
      capacity: 64,
      stalenessNs: 0,
      heartbeatAgeNs: 0,
      latestArrivalNs: 0,
      lost: 0,
      overruns: 0,
      stalls: 0,
      dropped: 0,
    });
  }
});

Deno.test("healthSnapshotOf takes more consumers than a call takes arguments", () => {
  const consumers = Array.from({ length: 200_000 }, () => BUSY);
  const { lag, overruns } = healthSnapshotOf({ ...systemOf(BUSY), consumers }, 7);
  assertEquals([lag, overruns > 0], [BUSY.lag, true]);
});
