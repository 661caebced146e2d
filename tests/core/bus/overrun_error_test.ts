import { assertEquals, assertInstanceOf } from "@std/assert";
import { OverrunError } from "../../../core/bus/overrun_error.ts";

Deno.test("OverrunError tells what was lost, what is left and where the head is", () => {
  const error = new OverrunError(2 ** 40, 2 ** 40 + 7, 2 ** 40 + 11);
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.lost, error.oldest - 2 ** 40, error.head - 2 ** 40], ["OverrunError", 7, 7, 11]);
  assertEquals(
    error.message,
    "Cannot read event 1099511627776: it has been overwritten; 7 lost, oldest readable 1099511627783, head 1099511627787",
  );
});
