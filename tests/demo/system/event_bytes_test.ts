import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { EventBytes } from "../../../demo/system/event_bytes.ts";

function publish(ring: RingBuffer, bytes: Uint8Array): number {
  ring.claim().setPayload(bytes);
  return ring.publish();
}

Deno.test("EventBytes.match accepts the bytes of its own sequence, and those of no other", () => {
  const ring = new RingBuffer({ capacity: 8, payloadWords: 4 });
  const bytes = new EventBytes(1, 4);
  bytes.make(0);
  assert(bytes.match(ring.get(publish(ring, bytes.bytes))));
  assert(!bytes.match(ring.get(publish(ring, bytes.bytes))), "the bytes of event 0 in event 1 are stale");
});

Deno.test("EventBytes.match notices one wrong bit", () => {
  const bytes = new EventBytes(1, 4);
  for (let at = 0; at < 16; at++) {
    const ring = new RingBuffer({ capacity: 1, payloadWords: 4 });
    bytes.make(0);
    const torn = bytes.bytes.slice();
    torn[at] ^= 1;
    assert(!bytes.match(ring.get(publish(ring, torn))));
  }
});

Deno.test("EventBytes.match refuses an event of another length", () => {
  const ring = new RingBuffer({ capacity: 1, payloadWords: 2 });
  const bytes = new EventBytes(1, 4);
  bytes.make(0);
  assert(!bytes.match(ring.get(publish(ring, bytes.bytes.subarray(0, 8)))));
});

Deno.test("EventBytes follow from the seed, all of its bits", () => {
  const bytesOf = (seed: number) => {
    const bytes = new EventBytes(seed, 4);
    bytes.make(7);
    return [...bytes.bytes];
  };
  assertEquals(bytesOf(5), bytesOf(5));
  assertNotEquals(bytesOf(5), bytesOf(6));
  assertNotEquals(bytesOf(5), bytesOf(5 + 2 ** 40));
});
