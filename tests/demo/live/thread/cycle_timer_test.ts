import { assertEquals } from "@std/assert";
import { createIdleStrategy, IDLE_STRATEGY_NAMES } from "../../../../core/execution/idle_strategy.ts";
import { Lifecycle } from "../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../../core/time/manual_clock.ts";
import {
  Command,
  giveCommand,
  lineOf,
  makeSharedControl,
  ThreadWord,
} from "../../../../demo/live/between/control_words.ts";
import {
  CycleTimer,
  type CycleTimerParts,
  LONGEST_WAIT_NS,
  makeTrainedCycleTimer,
  totalCycles,
} from "../../../../demo/live/thread/cycle_timer.ts";
import { type Duty, runDutyCycle } from "../../../../demo/live/thread/duty_cycle.ts";

const NO_CYCLES = { stalls: 0, longestNs: 0 };

/** A timer, the clock that it reads, and what it shows. */
function timed(changes: Partial<CycleTimerParts> = {}) {
  const clock = new ManualClock(7_000);
  const progress = new Int32Array(8);
  const timer = new CycleTimer({ clock, stallUs: 1_000, idle: "spin", looks: 1, progress, ...changes });
  /** A look that finds so much work, and with what follows takes so long. */
  const look = (work: number, tookNs: number) => {
    clock.advance(tookNs);
    timer.turn(work);
  };
  const shown = () => [progress[ThreadWord.STALLS], progress[ThreadWord.LONGEST_CYCLE_US]];
  return { clock, timer, look, shown };
}

Deno.test("CycleTimer counts a cycle that takes longer than it may, with work or without, and shows it", () => {
  const { timer, look, shown } = timed();
  timer.begin();
  look(5, 1_000_000);
  assertEquals([timer.counts.warmup, shown()], [{ stalls: 0, longestNs: 1_000_000 }, [0, 1_000]]);
  look(5, 1_000_001);
  look(0, 2_000_900);
  look(5, 300);
  assertEquals([timer.counts.warmup, shown()], [{ stalls: 2, longestNs: 2_000_900 }, [2, 2_000]]);
});

Deno.test("CycleTimer shows when each cycle begins, in microseconds that wrap", () => {
  const progress = new Int32Array(8);
  const { clock, timer, look } = timed({ progress });
  const shown = () => progress[ThreadWord.HEARTBEAT_US];
  assertEquals(shown(), 0);
  timer.begin();
  assertEquals(shown(), 7);
  look(0, 2_999);
  assertEquals(shown(), 9);
  clock.set(2 ** 31 * 1_000);
  look(1, 1_000);
  assertEquals(shown(), -(2 ** 31) + 1);
});

Deno.test("CycleTimer leaves out what its thread means to wait, when there was no work", () => {
  const { timer, look } = timed({ idle: "park" });
  timer.begin();
  look(0, 2_000_000);
  assertEquals(timer.counts.warmup, { stalls: 0, longestNs: 1_000_000 });
  // A cycle with work waits for none.
  look(1, 1_500_000);
  // And one that is woken late is late.
  look(0, 2_600_000);
  assertEquals(timer.counts.warmup, { stalls: 2, longestNs: 1_600_000 });
});

Deno.test("CycleTimer takes several looks without work for one cycle, and each with work for one", () => {
  const { clock, timer, look } = timed({ looks: 3, stallUs: 1 });
  timer.begin();
  const begun = clock.nowNs();
  const cells = new Float64Array(2);
  look(0, 600);
  look(0, 600);
  timer.stamp(cells, 1);
  assertEquals([timer.counts.warmup, cells[1]], [NO_CYCLES, begun]);
  look(0, 600);
  timer.stamp(cells, 1);
  assertEquals([timer.counts.warmup, cells[1]], [{ stalls: 1, longestNs: 1_800 }, begun + 1_800]);
  look(0, 600);
  look(1, 600);
  look(1, 600);
  assertEquals(timer.counts.warmup, { stalls: 2, longestNs: 1_800 });
  // The looks are counted anew after one with work.
  look(0, 400);
  look(0, 400);
  assertEquals(timer.counts.warmup.stalls, 2);
  look(0, 400);
  assertEquals(timer.counts.warmup.stalls, 3);
});

Deno.test("CycleTimer.endWarmup counts what comes for itself, leaves out the cycle it is in, and shows the whole", () => {
  const { timer, look, shown } = timed();
  timer.begin();
  look(1, 9_000_000);
  timer.endWarmup();
  look(1, 50_000_000);
  look(1, 2_000_000);
  look(1, 3_000_000);
  assertEquals(timer.counts, {
    warmup: { stalls: 1, longestNs: 9_000_000 },
    ready: { stalls: 2, longestNs: 3_000_000 },
  });
  assertEquals([totalCycles(timer.counts), shown()], [{ stalls: 3, longestNs: 9_000_000 }, [3, 9_000]]);
});

Deno.test("makeTrainedCycleTimer makes a timer that has seen nothing, and shows nothing of its training", () => {
  const clock = new ManualClock(7_000);
  const progress = new Int32Array(8);
  const timer = makeTrainedCycleTimer({ clock, stallUs: 2, idle: "park", looks: 1, progress });
  timer.begin();
  const shown = new Int32Array(8);
  shown[ThreadWord.HEARTBEAT_US] = 7;
  assertEquals([timer.counts, progress], [{ warmup: NO_CYCLES, ready: NO_CYCLES }, shown]);
  clock.advance(2_500);
  timer.turn(1);
  assertEquals(timer.counts.warmup, { stalls: 1, longestNs: 2_500 });
});

Deno.test("LONGEST_WAIT_NS is what each strategy asks for at most", () => {
  const wait = Atomics.wait;
  for (const name of IDLE_STRATEGY_NAMES) {
    let longestMs = 0;
    Atomics.wait = ((_words: Int32Array, _index: number, _value: number, timeoutMs: number) => {
      longestMs = Math.max(longestMs, timeoutMs);
      return "timed-out";
    }) as typeof Atomics.wait;
    try {
      const strategy = createIdleStrategy(name);
      for (let n = 0; n < 1_000; n++) strategy.idle(0);
    } finally {
      Atomics.wait = wait;
    }
    assertEquals(Math.round(1e6 * longestMs), LONGEST_WAIT_NS[name], name);
  }
});

/** A duty cycle of passes that take so long and find so much work, and then of one last. */
function run(passes: readonly (readonly [work: number, tookNs: number])[], onPass: (n: number) => void = () => {}) {
  const control = makeSharedControl(1);
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  const clock = new ManualClock();
  let n = 0;
  const duty: Duty = {
    pass: () => {
      onPass(n);
      if (n === 1) lifecycle.transition(LifecycleState.READY);
      const [work, tookNs] = passes[n++];
      clock.advance(tookNs);
      return work;
    },
    isDone: () => n === passes.length,
  };
  giveCommand(control, Command.STOP);
  const timer = new CycleTimer({ clock, stallUs: 1_000, idle: "spin", looks: 1, progress: lineOf(control, 0) });
  const { cycles } = runDutyCycle({ duty, control, lifecycle, idle: "spin", timer });
  return { cycles, progress: lineOf(control, 0) };
}

Deno.test("runDutyCycle counts a pass that takes longer than the threshold, also the last one", () => {
  // The second pass finds the system ready, and is counted neither here nor there.
  const { cycles, progress } = run([[1, 1_500_000], [1, 7e9], [0, 10], [3, 1_000_000], [2, 2_345_678]]);
  assertEquals(cycles, {
    warmup: { stalls: 1, longestNs: 1_500_000 },
    ready: { stalls: 1, longestNs: 2_345_678 },
  });
  assertEquals([progress[ThreadWord.STALLS], progress[ThreadWord.LONGEST_CYCLE_US]], [2, 2_345]);
});

Deno.test("runDutyCycle with passes that take no longer than they may has no stalls", () => {
  const { cycles } = run([[1, 1_000_000], [1, 5], [1, 1_000_000], [0, 999_999]]);
  assertEquals(totalCycles(cycles), { stalls: 0, longestNs: 1_000_000 });
});
