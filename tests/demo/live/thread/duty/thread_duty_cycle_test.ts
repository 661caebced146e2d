import { assertEquals } from "@std/assert";
import { Lifecycle } from "../../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../../../core/time/manual_clock.ts";
import {
  Command,
  giveCommand,
  lineOf,
  makeSharedControl,
  ThreadWord,
} from "../../../../../demo/live/between/control_words.ts";
import { totalCycles } from "../../../../../demo/live/between/thread_cycles.ts";
import { makeTrainedTimer } from "../../../../../demo/live/thread/duty/shown_cycles.ts";
import { runThreadDutyCycle, type ThreadDuty } from "../../../../../demo/live/thread/duty/thread_duty_cycle.ts";
import { createIdleStrategy } from "../../../../../runtime/duty_cycle/idle_strategy.ts";

const NO_CYCLES = { stalls: 0, longestNs: 0 };

/** The timer of a thread, the clock that it reads, and what it shows. */
function timed({ stallUs = 1_000, looks = 1 } = {}) {
  const clock = new ManualClock(7_000);
  const progress = new Int32Array(8);
  const { timer, cycles } = makeTrainedTimer({ clock, stallUs, idle: createIdleStrategy("park"), looks, progress });
  /** A look that finds so much work, and with what follows takes so long. */
  const look = (work: number, tookNs: number) => {
    clock.advance(tookNs);
    timer.turn(work);
  };
  const shown = () => [progress[ThreadWord.STALLS], progress[ThreadWord.LONGEST_CYCLE_US]];
  return { clock, progress, timer, cycles, look, shown };
}

Deno.test("ShownCycles shows stalls, and the longest cycle in whole microseconds", () => {
  const { timer, cycles, look, shown } = timed();
  timer.begin();
  look(5, 1_000_000);
  assertEquals([cycles.counts.warmup, shown()], [{ stalls: 0, longestNs: 1_000_000 }, [0, 1_000]]);
  look(5, 1_000_001);
  look(0, 3_000_900);
  look(5, 300);
  assertEquals([cycles.counts.warmup, shown()], [{ stalls: 2, longestNs: 2_000_900 }, [2, 2_000]]);
});

Deno.test("ShownCycles shows when each cycle begins, in microseconds that wrap", () => {
  const { clock, progress, timer, look } = timed();
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

Deno.test("ShownCycles.endWarmup counts what comes for itself, leaves out the cycle it is in, and shows the whole", () => {
  const { timer, cycles, look, shown } = timed();
  timer.begin();
  look(1, 9_000_000);
  cycles.endWarmup();
  look(1, 50_000_000);
  look(1, 2_000_000);
  look(1, 3_000_000);
  assertEquals(cycles.counts, {
    warmup: { stalls: 1, longestNs: 9_000_000 },
    ready: { stalls: 2, longestNs: 3_000_000 },
  });
  assertEquals([totalCycles(cycles.counts), shown()], [{ stalls: 3, longestNs: 9_000_000 }, [3, 9_000]]);
});

Deno.test("makeTrainedTimer makes a timer that has seen nothing, and shows nothing of its training", () => {
  const { progress, clock, timer, cycles } = timed({ stallUs: 2 });
  timer.begin();
  const shown = new Int32Array(8);
  shown[ThreadWord.HEARTBEAT_US] = 7;
  assertEquals([cycles.counts, progress], [{ warmup: NO_CYCLES, ready: NO_CYCLES }, shown]);
  clock.advance(2_500);
  timer.turn(1);
  assertEquals(cycles.counts.warmup, { stalls: 1, longestNs: 2_500 });
});

/** A duty cycle of passes that take so long and find so much work. The system is ready after the second, unless it never is. */
function run(passes: readonly (readonly [work: number, tookNs: number])[], { isReady = true, stopsAt = 0 } = {}) {
  const control = makeSharedControl(1);
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  const clock = new ManualClock();
  const asked: [Command, number][] = [];
  let n = 0;
  const duty: ThreadDuty = {
    pass: () => {
      if (n === 1 && isReady) lifecycle.transition(LifecycleState.READY);
      if (n === stopsAt) giveCommand(control, Command.STOP);
      const [work, tookNs] = passes[n++];
      clock.advance(tookNs);
      return work;
    },
    isDone: (command, work) => {
      asked.push([command, work]);
      return n === passes.length;
    },
  };
  giveCommand(control, Command.RUN);
  const idle = createIdleStrategy("spin");
  const timer = makeTrainedTimer({ clock, stallUs: 1_000, idle, looks: 1, progress: lineOf(control, 0) });
  const record = runThreadDutyCycle({ duty, control, lifecycle, idle, timer });
  return { ...record, asked, progress: lineOf(control, 0) };
}

Deno.test("runThreadDutyCycle counts a pass that takes longer than the threshold, also the last one", () => {
  // The second pass finds the system ready, and is counted neither here nor there.
  const { cycles, progress } = run([[1, 1_500_000], [1, 7e9], [0, 10], [3, 1_000_000], [2, 2_345_678]]);
  assertEquals(cycles, {
    warmup: { stalls: 1, longestNs: 1_500_000 },
    ready: { stalls: 1, longestNs: 2_345_678 },
  });
  assertEquals([progress[ThreadWord.STALLS], progress[ThreadWord.LONGEST_CYCLE_US]], [2, 2_345]);
});

Deno.test("runThreadDutyCycle with passes that take no longer than they may has no stalls", () => {
  const { cycles } = run([[1, 1_000_000], [1, 5], [1, 1_000_000], [0, 999_999]]);
  assertEquals(totalCycles(cycles), { stalls: 0, longestNs: 1_000_000 });
});

Deno.test("runThreadDutyCycle that never is ready has no cycles and collections but those of the warm-up", () => {
  const { cycles, collections } = run([[1, 5_000_000], [1, 1], [1, 1]], { isReady: false });
  assertEquals([cycles.warmup.stalls, cycles.ready, collections.ready], [1, NO_CYCLES, {}]);
});

Deno.test("runThreadDutyCycle asks whether the duty is done only once the command is no longer to run", () => {
  const { asked } = run([[4, 1], [3, 1], [2, 1], [1, 1]], { stopsAt: 2 });
  assertEquals(asked, [[Command.STOP, 2], [Command.STOP, 1]]);
});
