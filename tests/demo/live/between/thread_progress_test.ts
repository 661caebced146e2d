import { assert, assertEquals } from "@std/assert";
import { lineOf, makeSharedControl, ThreadWord } from "../../../../demo/live/between/control_words.ts";
import { lookAtAll, ThreadProgress } from "../../../../demo/live/between/thread_progress.ts";

Deno.test("ThreadProgress has what its thread had shown at the last look, and not what others show", () => {
  const control = makeSharedControl(3);
  const progress = new ThreadProgress(control, 1);
  const line = lineOf(control, 1);
  line[ThreadWord.DELIVERED] = 11;
  line[ThreadWord.LOST] = 12;
  line[ThreadWord.OVERRUNS] = 13;
  line[ThreadWord.EMPTY_POLLS] = 14;
  line[ThreadWord.STALLS] = 15;
  line[ThreadWord.LONGEST_CYCLE_US] = 16;
  for (const other of [0, 2]) lineOf(control, other).fill(99);
  const values = () => {
    const { delivered, lost, overruns, emptyPolls, cycles: { stalls, longestNs } } = progress;
    return [delivered, lost, overruns, emptyPolls, stalls, longestNs];
  };
  assertEquals(values(), [0, 0, 0, 0, 0, 0]);
  progress.look(0);
  assertEquals(values(), [11, 12, 13, 14, 15, 16_000]);
});

Deno.test("ThreadProgress counts on where words wrap, and takes the longest cycle as it stands", () => {
  const control = makeSharedControl(1);
  const progress = new ThreadProgress(control, 0);
  const line = lineOf(control, 0);
  for (let looks = 0; looks < 3; looks++) {
    for (let word = 0; word <= ThreadWord.STALLS; word++) line[word] += 2_000_000_000;
    line[ThreadWord.LONGEST_CYCLE_US] = 1_000 - looks;
    progress.look(0);
  }
  assertEquals([progress.delivered, progress.emptyPolls, progress.cycles], [
    6_000_000_000,
    6_000_000_000,
    { stalls: 6_000_000_000, longestNs: 998_000 },
  ]);
});

Deno.test("ThreadProgress has no heartbeat before the loop has come round, and then the latest, to a microsecond", () => {
  for (const startNs of [0, 1e9, 2 ** 32 * 1_000 - 5e6, 2 ** 31 * 1_000 - 5e6, 1.7e18]) {
    const control = makeSharedControl(1);
    const progress = new ThreadProgress(control, 0);
    const line = lineOf(control, 0);
    progress.look(startNs);
    assertEquals(progress.heartbeatNs, NaN);
    let latestNs = startNs;
    // Looks some time later, also where the word has wrapped, and a thread that beats no more for more than an hour.
    for (const [beatNs, laterNs] of [[1e6, 1e6], [1e7, 2e9], [3e9, 0], [0, 6_000e9], [6_001e9, 1e6]]) {
      if (beatNs > 0) {
        latestNs = startNs + beatNs;
        line[ThreadWord.HEARTBEAT_US] = latestNs / 1_000;
      }
      progress.look(latestNs + laterNs);
      const behind = latestNs - progress.heartbeatNs;
      assert(behind >= 0 && behind <= 1_000, `${behind} ns behind, after ${startNs}`);
    }
  }
});

Deno.test("lookAtAll looks at the head after the threads, so that none is ahead of it, and then tells them", () => {
  const order: string[] = [];
  const thread = (name: string) => ({
    look: (nowNs: number) => void order.push(`${name} at ${nowNs}`),
    settleFor: (head: number) => void order.push(`${name} for ${head}`),
  });
  const producer = { look: (nowNs: number) => void order.push(`producer at ${nowNs}`) };
  const reader = {
    get head() {
      order.push("head");
      return 17;
    },
  };
  const seen = { nowNs: 0, head: 0 };
  lookAtAll([producer, thread("1"), thread("2")], reader, 5, seen);
  assertEquals(order, ["producer at 5", "1 at 5", "2 at 5", "head", "1 for 17", "2 for 17"]);
  assertEquals(seen, { nowNs: 5, head: 17 });
});
