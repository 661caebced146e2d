import { openNativeSource } from "../../core/time/_native_source.ts";
import { HrtimeClock } from "../../core/time/hrtime_clock.ts";
import { ManualClock } from "../../core/time/manual_clock.ts";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";
import { NativeClock } from "../../core/time/native_clock.ts";
import { fakeHost, writeCount, writeTimespec } from "../core/time/_fake_host.ts";
import { testClockConformance } from "./clock_conformance.ts";

const ffi = Deno.permissions.querySync({ name: "ffi" }).state === "granted";

testClockConformance("ManualClock", () => {
  const clock = new ManualClock();
  return { clock, pass: () => clock.advance(7), close: () => {} };
});

testClockConformance("HrtimeClock", () => ({ clock: new HrtimeClock(), pass: () => {}, close: () => {} }));

testClockConformance(`NativeClock${ffi ? "" : " (needs --allow-ffi)"}`, () => {
  const clock = new NativeClock();
  return { clock, pass: () => {}, close: () => clock.close() };
}, !ffi);

// The sources of the systems that this one is not, over fabricated system calls: steps that wrap every word there is.

testClockConformance("NativeClock on macOS, simulated,", () => {
  let ns = (2n ** 31n - 1n) * 1_000_000_000n;
  return fakeClock("darwin", {
    clock_gettime: (_id: number, words: Int32Array) => {
      writeTimespec(words, ns / 1_000_000_000n, Number(ns % 1_000_000_000n));
      return 0;
    },
  }, () => ns += 33_333_333n);
});

testClockConformance("NativeClock on Windows, simulated,", () => {
  let count = 2n ** 32n - 5n;
  return fakeClock("windows", {
    QueryPerformanceFrequency: (words: Int32Array) => {
      writeCount(words, 3_579_545n);
      return 1;
    },
    QueryPerformanceCounter: (words: Int32Array) => {
      writeCount(words, count);
      return 1;
    },
  }, () => count += 11n);
});

function fakeClock(os: string, functions: Record<string, (...values: never[]) => number>, pass: () => void) {
  const source = openNativeSource(fakeHost(os, functions));
  const cells = new Float64Array(1);
  const clock: MonotonicClock = {
    nowNs: () => {
      source.stamp(cells, 0);
      return cells[0];
    },
    stamp: (into, index) => source.stamp(into, index),
  };
  return { clock, pass, close: () => source.close() };
}
