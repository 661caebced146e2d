import { assertEquals, assertThrows } from "@std/assert";
import { Ack } from "../../../core/execution/ack.ts";
import { NULL_SINK } from "../../../core/execution/null_sink.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";

Deno.test("NULL_SINK is frozen: it cannot be changed into one that does something", () => {
  assertEquals(Object.isFrozen(NULL_SINK), true);
  assertThrows(() => Object.assign(NULL_SINK, { observe: () => {} }), TypeError);
});

Deno.test("NULL_SINK observes nothing", () => {
  const ring = new RingBuffer({ capacity: 2 });
  ring.claim().arrivalNs = 5;
  const event = ring.get(ring.publish());
  const ack = new Ack();
  assertEquals(NULL_SINK.observe(event, ack), undefined);
  assertEquals([[...ack.cells], event.arrivalNs, event.sequence], [[0, 0, 0, 0, 0], 5, 0]);
});
