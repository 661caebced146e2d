import { assertEquals } from "@std/assert";
import { HaltWatch } from "../../../../demo/live/plane/halt_watch.ts";

function watched(...acks: [decisionNs: number, completionNs: number][]) {
  const watch = new HaltWatch();
  watch.leave(1_000, 20, 1, ["operator halt"]);
  watch.comeBack(2_000);
  watch.leave(3_000, 30, 3, ["shutdown"]);
  for (const [decisionNs, completionNs] of acks) watch.observe(decisionNs, completionNs);
  return watch.halts.map(({ liveAfter, timeToHaltNs }) => [liveAfter, timeToHaltNs]);
}

Deno.test("HaltWatch has no halt before there is one", () => {
  const watch = new HaltWatch();
  watch.comeBack(5);
  watch.observe(1, 2);
  assertEquals(watch.halts, []);
});

Deno.test("HaltWatch says when, why, and how long the transition took", () => {
  const watch = new HaltWatch();
  watch.leave(1_000, 20, 1.5, ["operator halt"]);
  assertEquals(watch.halts, [
    { atMs: 1.5, causes: ["operator halt"], tookNs: 20, liveAfter: 0, timeToHaltNs: 0 },
  ]);
});

Deno.test("HaltWatch of a system in which nothing live was completed after the transition says 0", () => {
  assertEquals(watched([900, 950], [990, 1_000], [2_100, 2_200], [2_900, 3_000]), [[0, 0], [0, 0]]);
});

Deno.test("HaltWatch counts the live acks that a transition overtook, up to the last of them", () => {
  assertEquals(watched([990, 1_001], [980, 1_070], [970, 1_040]), [[3, 70], [0, 0]]);
  assertEquals(watched([2_990, 9_000]), [[0, 0], [1, 6_000]], "the last halt has no end");
});

Deno.test("HaltWatch counts a live decision taken after the transition, which there should be none of", () => {
  assertEquals(watched([1_500, 1_600], [3_500, 3_700]), [[1, 600], [1, 700]]);
});

Deno.test("HaltWatch takes what was decided after the system came back for what it is", () => {
  assertEquals(watched([2_000, 2_001], [1_999, 2_500]), [[1, 1_500], [0, 0]]);
});

Deno.test("HaltWatch does not mind in which order the acks of several consumers come", () => {
  const acks: [number, number][] = [[2_990, 3_100], [990, 1_100], [2_500, 2_600], [980, 1_200]];
  assertEquals(watched(...acks), watched(...acks.toReversed()));
  assertEquals(watched(...acks), [[2, 200], [1, 100]]);
});
