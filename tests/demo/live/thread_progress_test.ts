import { assertEquals } from "@std/assert";
import { lineOf, makeSharedControl, ThreadWord } from "../../../demo/live/control_words.ts";
import { lookAtAll, ThreadProgress } from "../../../demo/live/thread_progress.ts";

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
  progress.look();
  assertEquals(values(), [11, 12, 13, 14, 15, 16_000]);
});

Deno.test("ThreadProgress counts on where words wrap, and takes the longest cycle as it stands", () => {
  const control = makeSharedControl(1);
  const progress = new ThreadProgress(control, 0);
  const line = lineOf(control, 0);
  for (let looks = 0; looks < 3; looks++) {
    for (let word = 0; word <= ThreadWord.STALLS; word++) line[word] += 2_000_000_000;
    line[ThreadWord.LONGEST_CYCLE_US] = 1_000 - looks;
    progress.look();
  }
  assertEquals([progress.delivered, progress.emptyPolls, progress.cycles], [
    6_000_000_000,
    6_000_000_000,
    { stalls: 6_000_000_000, longestNs: 998_000 },
  ]);
});

Deno.test("lookAtAll looks at the head last, so that no thread is ahead of it", () => {
  const order: string[] = [];
  const thread = (name: string) => ({ look: () => void order.push(name) });
  const reader = {
    get head() {
      order.push("head");
      return 17;
    },
  };
  const seen = { head: 0 };
  lookAtAll([thread("producer"), thread("1"), thread("2")], reader, seen);
  assertEquals([order, seen.head], [["producer", "1", "2", "head"], 17]);
});
