import { assertEquals, assertInstanceOf } from "@std/assert";
import { RingClosedError } from "../../../core/bus/ring_closed_error.ts";

Deno.test("RingClosedError tells how many events there were", () => {
  const error = new RingClosedError(12);
  assertInstanceOf(error, Error);
  assertEquals(
    [error.name, error.head, error.message],
    ["RingClosedError", 12, "Cannot publish: the ring was closed to its producer at head 12"],
  );
});
