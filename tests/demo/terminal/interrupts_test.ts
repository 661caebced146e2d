import { assertEquals } from "@std/assert";
import { Interrupts, interruptSignals, Pieces, statusOfSignal } from "../../../demo/terminal/interrupts.ts";

Deno.test("Interrupts takes what comes within a third of a second for one wish, and what comes later for another", () => {
  const answers = (...timesMs: number[]) => {
    const interrupts = new Interrupts();
    return timesMs.map((ms) => interrupts.receive(1e6 * ms));
  };
  assertEquals(answers(0), ["stop"]);
  assertEquals(answers(5_000, 5_000, 5_003, 5_299.9), ["stop", "same", "same", "same"]);
  assertEquals(answers(0, 100, 300), ["stop", "same", "end"]);
  assertEquals(answers(0, 3_600_000), ["stop", "end"]);
});

Deno.test("statusOfSignal tells a signal as a shell does", () => {
  assertEquals((["SIGHUP", "SIGINT", "SIGTERM"] as const).map(statusOfSignal), [129, 130, 143]);
  for (const name of interruptSignals()) assertEquals(statusOfSignal(name) > 128, true);
});

Deno.test("Pieces tells the first piece of a signal from the others", () => {
  const pieces = new Pieces();
  const answers = [0, 1, 299, 300, 301, 5_000].map((ms) => pieces.isFirst(1e6 * ms));
  assertEquals(answers, [true, false, false, true, false, true]);
  pieces.renew(60e9);
  assertEquals([60_100, 60_400].map((ms) => pieces.isFirst(1e6 * ms)), [false, true]);
});
