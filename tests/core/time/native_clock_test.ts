import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { ClockUnavailableError } from "../../../core/time/clock_unavailable_error.ts";
import { NativeClock } from "../../../core/time/native_clock.ts";
import { runModule, withGlobal } from "./_surroundings.ts";

const ffi = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
const run = Deno.permissions.querySync({ name: "run" }).state === "granted";

Deno.test("NativeClock says what it reads", { ignore: !ffi }, () => {
  using clock = new NativeClock();
  const expected: Record<string, string> = {
    linux: "clock_gettime(CLOCK_MONOTONIC)",
    darwin: "clock_gettime(CLOCK_UPTIME_RAW)",
    windows: "QueryPerformanceCounter",
  };
  assertEquals(clock.source, expected[Deno.build.os]);
});

Deno.test("NativeClock with the origin of another reads the same time", { ignore: !ffi }, () => {
  using one = new NativeClock();
  using other = new NativeClock(structuredClone(one.origin));
  assertEquals(other.origin, one.origin);
  for (let n = 0; n < 100; n++) {
    const readings = [one.nowNs(), other.nowNs(), one.nowNs(), other.nowNs()];
    assertEquals(readings, readings.toSorted((a, b) => a - b));
  }
});

Deno.test("NativeClock refuses an origin that is not its own", { ignore: !ffi }, () => {
  using clock = new NativeClock();
  const error = assertThrows(() => new NativeClock({ ...clock.origin, source: "sundial" }), RangeError);
  assertEquals(
    error.message,
    `Cannot create NativeClock: origin must be the origin of a clock that reads ${clock.source}, got sundial`,
  );
  for (const wrong of [{ low: 0.5 }, { high: 0.5 }, { high: 2 ** 31 }]) {
    assertThrows(
      () => new NativeClock({ ...clock.origin, ...wrong }),
      RangeError,
      "Cannot create NativeClock: high and low of origin must be Int32 integers, got",
    );
  }
});

Deno.test("NativeClock refuses to be read once it is closed, and may be closed twice", { ignore: !ffi }, () => {
  const clock = new NativeClock();
  clock.close();
  clock.close();
  assertThrows(() => clock.nowNs(), Error, "Cannot read the clock: it has been closed");
  assertThrows(() => clock.stamp(new Float64Array(1), 0), Error, "Cannot read the clock: it has been closed");
});

Deno.test("NativeClock works on while another is closed", { ignore: !ffi }, () => {
  using stays = new NativeClock();
  const goes = new NativeClock();
  const before = stays.nowNs();
  goes.close();
  goes.close();
  new NativeClock().close();
  assert(stays.nowNs() >= before);
});

Deno.test({
  name: "NativeClock opens the library once for all clocks, and closes it with the last",
  ignore: !ffi,
  fn: () => {
    const dlopen = Deno.dlopen;
    const log: string[] = [];
    Deno.dlopen = ((name: string, symbols: Deno.ForeignLibraryInterface) => {
      const library = dlopen(name, symbols);
      log.push("open");
      return { symbols: library.symbols, close: () => (log.push("close"), library.close()) };
    }) as typeof Deno.dlopen;
    try {
      const clocks = [new NativeClock(), new NativeClock(), new NativeClock()];
      clocks.forEach((clock) => clock.close());
      assertEquals(log, ["open", "close"]);
    } finally {
      Deno.dlopen = dlopen;
    }
  },
});

Deno.test("NativeClock names the library and the reason if it cannot be opened", { ignore: !ffi }, () => {
  const dlopen = Deno.dlopen;
  const cause = new Error("no such file");
  Deno.dlopen = () => {
    throw cause;
  };
  try {
    const error = assertThrows(() => new NativeClock(), ClockUnavailableError);
    assertMatch(error.message, /^Cannot use the native clock: \S+ cannot be used: no such file$/);
    assertEquals(error.cause, cause);
  } finally {
    Deno.dlopen = dlopen;
  }
});

Deno.test("NativeClock is unavailable outside of Deno", () => {
  withGlobal("Deno", undefined, () => {
    const error = assertThrows(() => new NativeClock(), ClockUnavailableError);
    assertEquals(
      error.message,
      "Cannot use the native clock: it calls the operating system by Deno's FFI, and this is not Deno",
    );
  });
});

Deno.test({
  name: "NativeClock names the flag where FFI is not permitted, and does not try to open a library",
  ignore: !run,
  fn: async () => {
    const clock = new URL("../../../core/time/native_clock.ts", import.meta.url);
    for (const flags of [[], ["--deny-ffi"], ["--allow-ffi=/nowhere/else.so"]]) {
      const output = await runModule(
        `import { NativeClock } from ${JSON.stringify(clock.href)};
         Deno.dlopen = () => { throw new Error("this would have asked"); };
         try { new NativeClock(); } catch (error) { console.log(error.name, "|", error.message); }`,
        flags,
      );
      assertEquals(
        output,
        "ClockUnavailableError | Cannot use the native clock: it calls the operating system by FFI, which is not " +
          "permitted; run with --allow-ffi\n",
        `flags: ${flags}`,
      );
    }
  },
});
