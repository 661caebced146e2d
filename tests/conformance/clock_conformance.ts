import { assert, assertEquals } from "@std/assert";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";

/** A clock under test, and what makes it move. */
export interface ClockUnderTest {
  /** The clock, just made. */
  readonly clock: MonotonicClock;
  /** Lets time pass: called between readings. A clock of real time needs nothing. */
  pass(): void;
  /** Gives the clock back. */
  close(): void;
}

const READINGS = 100_000;

/** An hour. No clock is this old when it is first read, unless its origin is not its own. */
const ORIGIN_NS_MAX = 3_600e9;

/** What every monotonic clock promises, as tests. */
export function testClockConformance(name: string, make: () => ClockUnderTest, ignore = false): void {
  Deno.test({
    name: `${name} never goes backwards and reads whole nanoseconds`,
    ignore,
    fn: () => run(neverBackwards),
  });
  Deno.test({ name: `${name} nowNs and stamp are one clock`, ignore, fn: () => run(oneClock) });
  Deno.test({ name: `${name} starts near 0 and moves`, ignore, fn: () => run(startsNearZero) });
  Deno.test({ name: `${name} stamp writes the cell that was named and no other`, ignore, fn: () => run(oneCell) });

  function run(check: (subject: ClockUnderTest) => void): void {
    const subject = make();
    try {
      check(subject);
    } finally {
      subject.close();
    }
  }
}

function neverBackwards({ clock, pass }: ClockUnderTest): void {
  const cells = new Float64Array(READINGS);
  for (let n = 0; n < READINGS; n++) {
    pass();
    clock.stamp(cells, n);
  }
  for (let n = 0; n < READINGS; n++) {
    if (!Number.isSafeInteger(cells[n])) throw new Error(`reading ${n} is not a whole number: ${cells[n]}`);
    if (n > 0 && cells[n] < cells[n - 1]) throw new Error(`reading ${n} went from ${cells[n - 1]} back to ${cells[n]}`);
  }
}

function oneClock({ clock, pass }: ClockUnderTest): void {
  const cells = new Float64Array(1);
  let before = clock.nowNs();
  for (let n = 0; n < READINGS / 10; n++) {
    pass();
    clock.stamp(cells, 0);
    pass();
    const after = clock.nowNs();
    if (!(before <= cells[0] && cells[0] <= after)) throw new Error(`${cells[0]} is not from ${before} to ${after}`);
    before = after;
  }
}

function startsNearZero({ clock, pass }: ClockUnderTest): void {
  const first = clock.nowNs();
  assert(first >= 0 && first < ORIGIN_NS_MAX, `the first reading is ${first}`);
  let last = first;
  for (let n = 0; n < READINGS && last === first; n++) {
    pass();
    last = clock.nowNs();
  }
  assert(last > first, `${READINGS} readings of ${first}`);
}

function oneCell({ clock, pass }: ClockUnderTest): void {
  const cells = new Float64Array(4).fill(-7);
  pass();
  clock.stamp(cells, 2);
  assertEquals([cells[0], cells[1], cells[3]], [-7, -7, -7]);
  assert(cells[2] >= 0);
}
