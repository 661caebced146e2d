import { assert, assertEquals } from "@std/assert";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { NULL_LOGIC } from "../../../core/execution/null_logic.ts";

Deno.test("NULL_LOGIC decides 0, live or not, and cannot be changed", () => {
  const { event } = new RingBuffer({ capacity: 1 }).createConsumer();
  assertEquals([NULL_LOGIC.decide(event, true), NULL_LOGIC.decide(event, false)], [0, 0]);
  assert(Object.isFrozen(NULL_LOGIC));
});
