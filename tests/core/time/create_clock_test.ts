import { assert, assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
import { ClockUnavailableError } from "../../../core/time/clock_unavailable_error.ts";
import { type ClockRequest, createClock } from "../../../core/time/create_clock.ts";
import { HrtimeClock } from "../../../core/time/hrtime_clock.ts";
import type { MonotonicClock } from "../../../core/time/monotonic_clock.ts";
import { NativeClock } from "../../../core/time/native_clock.ts";
import { runModule, withGlobal } from "./_surroundings.ts";

const ffi = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
const run = Deno.permissions.querySync({ name: "run" }).state === "granted";

Deno.test("createClock takes the native clock where FFI is permitted, and closes it", { ignore: !ffi }, () => {
  for (const request of [undefined, "auto", "native"] as const) {
    const selection = createClock(request);
    assertInstanceOf(selection.clock, NativeClock);
    assertEquals([selection.kind, selection.note], ["native", undefined]);
    selection.close();
    selection.close();
    assertThrows(() => selection.clock.nowNs(), Error, "it has been closed");
  }
  let clock: MonotonicClock;
  {
    using selection = createClock();
    clock = selection.clock;
  }
  assertThrows(() => clock.nowNs(), Error, "it has been closed");
});

Deno.test("createClock takes process.hrtime when told, and has nothing to say about it", () => {
  using selection = createClock("hrtime");
  assertInstanceOf(selection.clock, HrtimeClock);
  assertEquals([selection.kind, selection.note], ["hrtime", undefined]);
  selection.close();
  assert(selection.clock.nowNs() >= 0);
});

Deno.test("createClock falls back to process.hrtime and says why", () => {
  withGlobal("Deno", undefined, () => {
    const selection = createClock();
    assertInstanceOf(selection.clock, HrtimeClock);
    assertEquals(selection.kind, "hrtime");
    assertEquals(
      selection.note,
      "Cannot use the native clock: it calls the operating system by Deno's FFI, and this is not Deno; using " +
        "process.hrtime, which makes garbage on every reading",
    );
    assertThrows(() => createClock("native"), ClockUnavailableError, "this is not Deno");
  });
});

Deno.test("createClock throws if there is no clock at all", () => {
  withGlobal("Deno", undefined, () => {
    withGlobal("process", undefined, () => {
      const { message } = assertThrows(() => createClock(), ClockUnavailableError, "Cannot use the hrtime clock");
      for (
        const what of [
          "process.hrtime",
          "performance.now, is refused",
          "MonotonicClock",
          "nowNs()",
          "stamp(cells, index)",
        ]
      ) {
        assertStringIncludes(message, what);
      }
      assertEquals(message.includes("\n"), false);
    });
  });
});

Deno.test("createClock lets an error of its own making through, and does not fall back", { ignore: !ffi }, () => {
  const of = Deno.UnsafePointer.of;
  Deno.UnsafePointer.of = () => {
    throw new TypeError("a mistake");
  };
  try {
    assertThrows(() => createClock(), TypeError, "a mistake");
  } finally {
    Deno.UnsafePointer.of = of;
  }
});

Deno.test("createClock refuses a request that it does not know, and lists those it does", () => {
  const error = assertThrows(() => createClock("wall" as ClockRequest), RangeError);
  assertEquals(error.message, "Cannot create a clock: request must be one of auto, native, hrtime, got wall");
});

Deno.test({
  name: "createClock names the flag in its note where FFI is not permitted",
  ignore: !run,
  fn: async () => {
    const module = new URL("../../../core/time/create_clock.ts", import.meta.url);
    const output = await runModule(
      `import { createClock } from ${JSON.stringify(module.href)};
       const { clock, kind, note } = createClock();
       console.log(clock.constructor.name, "|", kind, "|", note);`,
      [],
    );
    assertEquals(
      output,
      "HrtimeClock | hrtime | Cannot use the native clock: it calls the operating system by FFI, which is not " +
        "permitted; run with --allow-ffi; using process.hrtime, which makes garbage on every reading\n",
    );
  },
});
