import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { openNativeSource } from "../../../core/time/_native_source.ts";
import { ClockUnavailableError } from "../../../core/time/clock_unavailable_error.ts";
import { fakeHost, writeCount, writeTimespec } from "./_fake_host.ts";

const CLOCK_GETTIME = { clock_gettime: { parameters: ["i32", "pointer"], result: "i32" } };

for (
  const [os, library, clockId, name] of [
    ["linux", "libc.so.6", 1, "clock_gettime(CLOCK_MONOTONIC)"],
    ["darwin", "/usr/lib/libSystem.B.dylib", 8, "clock_gettime(CLOCK_UPTIME_RAW)"],
  ] as const
) {
  Deno.test(`openNativeSource on ${os} reads ${name} and no other clock`, () => {
    const ids = new Set<number>();
    let seconds = 77n;
    const host = fakeHost(os, {
      clock_gettime: (id: number, words: Int32Array) => {
        ids.add(id);
        writeTimespec(words, seconds, 5);
        return 0;
      },
    });
    const source = openNativeSource(host);
    const cells = new Float64Array(1);
    seconds += 3n;
    source.stamp(cells, 0);
    source.close();
    assertEquals(host.opened, [{ library, signatures: CLOCK_GETTIME }] as typeof host.opened);
    assertEquals([cells[0], source.name, host.closed], [3e9, name, 1]);
    assertEquals([...ids], [clockId]);
  });

  Deno.test(`openNativeSource on ${os} closes the library if the first reading fails`, () => {
    const host = fakeHost(os, { clock_gettime: () => -1 });
    assertThrows(
      () => openNativeSource(host),
      ClockUnavailableError,
      `Cannot use the native clock: ${name} has failed`,
    );
    assertEquals(host.closed, 1);
  });

  Deno.test(`openNativeSource on ${os} throws from the stamp if a later reading fails, and leaves the cell`, () => {
    let answer = 0;
    const source = openNativeSource(fakeHost(os, { clock_gettime: () => answer }));
    const cells = Float64Array.of(-7);
    answer = -1;
    assertThrows(
      () => source.stamp(cells, 0),
      ClockUnavailableError,
      `Cannot use the native clock: ${name} has failed`,
    );
    assertEquals(cells[0], -7);
  });
}

Deno.test("openNativeSource with the origin of another source reads the same, before and after", () => {
  const [start, now] = [{ seconds: 2n ** 31n - 2n, ns: 999_999_000 }, { seconds: 2n ** 31n - 2n, ns: 999_999_000 }];
  const host = fakeHost("linux", {
    clock_gettime: (_id: number, words: Int32Array) => (writeTimespec(words, now.seconds, now.ns), 0),
  });
  const one = openNativeSource(host);
  const cells = new Float64Array(2);
  for (const [seconds, ns] of [[0n, 999_999_500], [1n, 250], [90_000n, 0]] as const) {
    now.seconds = start.seconds + seconds;
    now.ns = ns;
    one.stamp(cells, 0);
    openNativeSource(host, one.origin).stamp(cells, 1);
    assertEquals([...cells], Array(2).fill(Number(seconds) * 1e9 + ns - start.ns));
  }
});

/** A fake kernel32 with these answers. */
function kernel32({ frequency = 10_000_000n, frequencyAnswer = 1, counterAnswers = [1] }) {
  let count = 1_000n;
  let calls = 0;
  return {
    QueryPerformanceFrequency: (words: Int32Array) => {
      writeCount(words, frequency);
      return frequencyAnswer;
    },
    QueryPerformanceCounter: (words: Int32Array) => {
      writeCount(words, count);
      count += 25n;
      return counterAnswers[Math.min(calls++, counterAnswers.length - 1)];
    },
  };
}

Deno.test("openNativeSource on windows reads the performance counter, scaled by its frequency", () => {
  const host = fakeHost("windows", kernel32({}));
  const source = openNativeSource(host);
  const cells = new Float64Array(2);
  source.stamp(cells, 0);
  source.stamp(cells, 1);
  source.close();
  const signature = { parameters: ["pointer"], result: "i32" };
  assertEquals(
    host.opened,
    [{
      library: "kernel32.dll",
      signatures: { QueryPerformanceCounter: signature, QueryPerformanceFrequency: signature },
    }] as typeof host.opened,
  );
  assertEquals([cells[0], cells[1], source.name, host.closed], [2_500, 5_000, "QueryPerformanceCounter", 1]);
});

Deno.test("openNativeSource on windows with the origin of another source counts from there", () => {
  const host = fakeHost("windows", kernel32({}));
  const one = openNativeSource(host);
  const other = openNativeSource(host, one.origin);
  const cells = new Float64Array(2);
  one.stamp(cells, 0);
  other.stamp(cells, 1);
  // Making the second one took a reading; each is 25 ticks of 100 ns after the one before.
  assertEquals([...cells], [5_000, 7_500]);
});

for (
  const [what, answers, message] of [
    ["the frequency cannot be read", { frequencyAnswer: 0 }, "QueryPerformanceFrequency has failed"],
    ["the first reading fails", { counterAnswers: [0] }, "QueryPerformanceCounter has failed"],
    ["the frequency is 0", { frequency: 0n }, "a counter of 0 Hz cannot be read exactly for 100 days"],
    ["the frequency is too high", { frequency: 3_000_000_000n }, "a counter of 3000000000 Hz cannot be read exactly"],
  ] as const
) {
  Deno.test(`openNativeSource on windows closes the library if ${what}`, () => {
    const host = fakeHost("windows", kernel32({ ...answers } as Parameters<typeof kernel32>[0]));
    assertThrows(() => openNativeSource(host), ClockUnavailableError, `Cannot use the native clock: ${message}`);
    assertEquals(host.closed, 1);
  });
}

Deno.test("openNativeSource on windows throws from the stamp if a later reading fails", () => {
  const source = openNativeSource(fakeHost("windows", kernel32({ counterAnswers: [1, 0] })));
  assertThrows(() => source.stamp(new Float64Array(1), 0), ClockUnavailableError, "QueryPerformanceCounter has failed");
});

Deno.test("openNativeSource on another system opens nothing and names those it knows", () => {
  const host = fakeHost("freebsd", {});
  const error = assertThrows(() => openNativeSource(host), ClockUnavailableError);
  assertEquals(error.message, "Cannot use the native clock: it knows linux, darwin and windows, got freebsd");
  assertStrictEquals(error.clock, "native");
  assertEquals(host.opened, []);
});
