import { assertEquals } from "@std/assert";
import { GapFinder } from "../../../../../demo/live/thread/measure/gap_finder.ts";

/** A clock that goes on by so much with each reading, and by more before those that are listed. */
function clockOf(stepNs: number, extraNs: ReadonlyMap<number, number>) {
  let nowNs = 0;
  let readings = 0;
  const next = () => nowNs += stepNs + (extraNs.get(readings++) ?? 0);
  return { nowNs: next, stamp: (cells: Float64Array, index: number) => void (cells[index] = next()) };
}

Deno.test("GapFinder finds two readings that are further apart than the threshold, and nothing else", () => {
  const extra = new Map([[10, 975], [20, 976], [30, 5_000], [200, 70_000]]);
  const finder = new GapFinder(clockOf(25, extra), 1_000);
  finder.look();
  const { elapsedNs, totalNs, gapsNs } = finder.report;
  assertEquals(elapsedNs, 256 * 25 + 975 + 976 + 5_000 + 70_000);
  assertEquals([gapsNs.count, gapsNs.min, gapsNs.max], [3, 1_001, 70_025]);
  assertEquals(totalNs, 1_001 + 5_025 + 70_025);
});

Deno.test("GapFinder that begins anew has forgotten what it found, and the time before counts nowhere", () => {
  const finder = new GapFinder(clockOf(25, new Map([[10, 5_000], [257, 9_000], [300, 2_000]])), 1_000);
  finder.look();
  finder.begin();
  finder.look();
  const { elapsedNs, totalNs, gapsNs } = finder.report;
  assertEquals([elapsedNs, totalNs, gapsNs.count], [256 * 25 + 2_000, 2_025, 1]);
});
