import { assertEquals } from "@std/assert";
import { LifecycleState } from "../../../../core/state/lifecycle_state.ts";
import { drawLane, worseOf } from "../../../../demo/terminal/layout/lifecycle_lane.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

Deno.test("drawLane names a state where there is room, and else begins it with a small initial", () => {
  const states = [INIT, ...Array(7).fill(WARMUP), ...Array(3).fill(READY)];
  assertEquals(drawLane(states, PLAIN), "iWARMUP·r··");
});

Deno.test("worseOf puts DEGRADED first and READY last, in either order", () => {
  const worst = [DEGRADED, INIT, WARMUP, READY];
  worst.forEach((one, n) =>
    worst.slice(n).forEach((other) => assertEquals([worseOf(one, other), worseOf(other, one)], [one, one]))
  );
});
