import { assertEquals, assertInstanceOf } from "@std/assert";
import { NotReadyError } from "../../../core/state/not_ready_error.ts";

Deno.test("NotReadyError names the action that was attempted", () => {
  const error = new NotReadyError("ingest");
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message], ["NotReadyError", "cannot ingest in INIT: start the system first"]);
});
