import { assertEquals } from "@std/assert";
import type { PageFrame } from "../../../../../demo/live/page/page_frame.ts";
import { WINDOW } from "../../../../../demo/live/page/client/history.ts";
import { consumerStatus } from "../../_statuses.ts";
import { frame, history } from "./_frames.ts";

const published = ({ published }: PageFrame) => published;

Deno.test("History takes each frame once, in order", () => {
  const all = history(frame(0), frame(1));
  assertEquals([all.add(frame(1)), all.add(frame(0)), all.add(frame(2))], [false, false, true]);
  assertEquals([all.frames.map(({ frame }) => frame), all.newest?.frame], [[0, 1, 2], 2]);
});

Deno.test("History shows half a minute at first, then all of the run, then the last minutes", () => {
  const at = (seconds: number) => history(frame(0, { elapsedMs: 1_000 * seconds })).window();
  assertEquals(history().window(), { from: 0, to: WINDOW.min });
  assertEquals(at(4), { from: 0, to: 30 });
  assertEquals(at(200), { from: 0, to: 200 });
  assertEquals(at(400), { from: 100, to: 400 });
  // Where motion is to be little, it moves by steps.
  const calm = (seconds: number) => history(frame(0, { elapsedMs: 1_000 * seconds })).window(30);
  assertEquals([calm(391), calm(419), calm(421)], [{ from: 120, to: 420 }, { from: 120, to: 420 }, {
    from: 150,
    to: 450,
  }]);
});

Deno.test("History forgets what it can no longer show", () => {
  const all = history();
  for (let n = 0; n < 5_000; n++) {
    const state = n % 2 === 0 ? "READY" : "WARMUP";
    all.add(frame(n, { state }, [{ atMs: 500 * n, state, causes: [] }]));
  }
  const shown = all.window();
  assertEquals(all.frames.length, 4 * WINDOW.max + 1);
  assertEquals(all.states({ from: 0, to: Infinity }).length, 4 * WINDOW.max + 1);
  assertEquals(all.states(shown).length, 2 * WINDOW.max);
});

Deno.test("History knows the states of a span, to where the run is", () => {
  const all = history(
    frame(0, { state: "READY" }, [{ atMs: 0, state: "WARMUP", causes: [] }, { atMs: 400, state: "READY", causes: [] }]),
    frame(1, { state: "DEGRADED", causes: ["x"] }, [{ atMs: 900, state: "DEGRADED", causes: ["x"] }]),
  );
  assertEquals(all.states({ from: 0, to: 30 }), [
    { from: 0, to: 0.4, state: "WARMUP", causes: [] },
    { from: 0.4, to: 0.9, state: "READY", causes: [] },
    { from: 0.9, to: 1, state: "DEGRADED", causes: ["x"] },
  ]);
  assertEquals(all.states({ from: 0.5, to: 0.8 }), [{ from: 0.5, to: 0.8, state: "READY", causes: [] }]);
});

Deno.test("History of a page that missed the frames in which a state was entered begins it where it saw it", () => {
  const all = history(frame(0, { state: "READY" }), frame(9, { state: "DEGRADED", causes: ["x"] }));
  all.add(frame(10, { state: "DEGRADED", causes: ["x"] }));
  assertEquals(all.states({ from: 0, to: 30 }), [
    { from: 0.5, to: 5, state: "READY", causes: [] },
    { from: 5, to: 5.5, state: "DEGRADED", causes: ["x"] },
  ]);
});

Deno.test("History puts a value of a frame into the columns since the frame before, and none where frames were missed", () => {
  const all = history(frame(0, { published: 1 }), frame(1, { published: 2 }), frame(5, { published: 6 }));
  // Columns of a quarter of a second.
  assertEquals([...all.columns({ from: 0, to: 3.5 }, 14, published)], [
    ...[1, 1, 1], // to 0.5 s, where the next begins
    ...[2, 2],
    ...Array(7).fill(NaN),
    6, // at 3 s
    NaN,
  ]);
});

Deno.test("History puts the greatest of several frames into a column", () => {
  const all = history(...[3, 9, 4, 1].map((published, n) => frame(n, { published })));
  assertEquals([...all.columns({ from: 0, to: 4 }, 2, published)], [9, 1]);
  assertEquals([...all.columns({ from: 0, to: 4 }, 1, () => undefined)], [NaN]);
});

Deno.test("History counts by how much a count grew, over all columns together or as wide as a frame", () => {
  const lost = (lost: number) => ({ consumers: [consumerStatus(1, { lost })] });
  const all = history(...[5, 5, 12, 20].map((count, n) => frame(n, lost(count))));
  const lostOf = (frame: PageFrame) => frame.consumers[0].lost;
  assertEquals([...all.growth({ from: 0, to: 4 }, 2, lostOf)], [12, 8]);
  assertEquals([...all.growth({ from: 0, to: 2.5 }, 5, lostOf)], [0, 5, 0, 7, 8]);
  assertEquals([...all.growth({ from: 0, to: 2.25 }, 9, lostOf)], [0, 0, 5, 0, 0, 7, 7, 8, 8]);
  assertEquals([all.grown({ from: 0, to: 4 }, lostOf), all.grown({ from: 1.2, to: 4 }, lostOf)], [20, 15]);
  // What was lost before a page came is not lost in the time that it has seen.
  const late = history(frame(7, lost(1_000)), frame(8, lost(1_003)));
  assertEquals([late.grown({ from: 0, to: 30 }, lostOf), [...late.growth({ from: 0, to: 30 }, 1, lostOf)]], [3, [3]]);
  assertEquals(history().grown({ from: 0, to: 30 }, lostOf), 0);
});
