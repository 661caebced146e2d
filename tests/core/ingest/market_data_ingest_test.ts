import { assertEquals, assertThrows } from "@std/assert";
import type { EventProducer } from "../../../core/bus/event_ring.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { RingClosedError } from "../../../core/bus/ring_closed_error.ts";
import { MarketDataIngest } from "../../../core/ingest/market_data_ingest.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import type { LifecycleReader } from "../../../core/state/lifecycle_view.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import type { MonotonicClock } from "../../../core/time/monotonic_clock.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

function setUp(payloadWords = 2) {
  const state = { state: READY as LifecycleState };
  const ring = new RingBuffer({ capacity: 4, payloadWords });
  const clock = new ManualClock(100);
  return { state, ring, clock, ingest: new MarketDataIngest({ lifecycle: state, ring, clock }) };
}

for (const state of [WARMUP, READY, DEGRADED] as const) {
  Deno.test(`MarketDataIngest takes events in ${lifecycleStateName(state)}`, () => {
    const { state: gate, ring, clock, ingest } = setUp();
    gate.state = state;
    assertEquals(ingest.ingest(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), 0);
    clock.advance(50);
    assertEquals(ingest.ingest(Uint8Array.of(9, 0, 0, 0)), 1);
    const bytes = new Uint8Array(8);
    ring.get(0).copyPayload(bytes);
    assertEquals([...bytes], [1, 2, 3, 4, 5, 6, 7, 8]);
    assertEquals(ring.get(0).arrivalNs, 100);
    assertEquals([ring.get(1).arrivalNs, ring.get(1).word(0), ring.get(1).word(1)], [150, 9, 0]);
  });
}

Deno.test("MarketDataIngest writes the sequence into a cell, when one is named", () => {
  const { ring, clock, ingest } = setUp();
  const cells = new Float64Array(4).fill(-7);
  ingest.ingestInto(Uint8Array.of(1, 2, 3, 4), cells, 2);
  clock.advance(50);
  ingest.claim().setWord(0, 9);
  ingest.publishInto(cells, 1);
  assertEquals([...cells], [-7, 1, 0, -7]);
  assertEquals([ring.get(0).word(0), ring.get(0).arrivalNs], [0x0403_0201, 100]);
  assertEquals([ring.get(1).word(0), ring.get(1).arrivalNs], [9, 150]);
  assertThrows(() => ingest.ingestInto(new Uint8Array(9), cells, 3), RangeError);
  assertThrows(() => ingest.publishInto(cells, 3), Error, "no slot is claimed");
  assertEquals([cells[3], ring.head], [-7, 2]);
});

Deno.test("MarketDataIngest refuses in INIT, and publishes nothing", () => {
  const { state, ring, ingest } = setUp();
  const consumer = ring.createConsumer();
  state.state = INIT;
  const message = "Cannot ingest in INIT: start the system first";
  assertEquals(assertThrows(() => ingest.ingest(new Uint8Array(4)), Error).message, message);
  assertEquals(
    assertThrows(() => ingest.ingestInto(new Uint8Array(4), new Float64Array(1), 0), Error).message,
    message,
  );
  assertEquals(assertThrows(() => ingest.claim(), Error).message, message);
  assertThrows(() => ingest.publish(), Error, "no slot is claimed");
  assertEquals([ring.head, consumer.poll()], [0, PollStatus.EMPTY]);
});

Deno.test("MarketDataIngest stamps the arrival before it does anything else", () => {
  const order: string[] = [];
  const inner = new RingBuffer({ capacity: 4 });
  const lifecycle: LifecycleReader = {
    get state() {
      order.push("state");
      return READY;
    },
  };
  const clock: MonotonicClock = {
    nowNs: () => 0,
    stamp(cells, index) {
      order.push("stamp");
      cells[index] = 77;
    },
  };
  const ring: EventProducer = Object.create(inner, {
    claim: { value: () => (order.push("claim"), inner.claim()) },
    publish: { value: () => (order.push("publish"), inner.publish()) },
  });
  const bytes = new Proxy(Uint8Array.of(1), {
    get(target, key) {
      if (order.at(-1) !== "bytes") order.push("bytes");
      return Reflect.get(target, key);
    },
  });
  new MarketDataIngest({ lifecycle, ring, clock }).ingest(bytes);
  assertEquals(order, ["stamp", "bytes", "state", "claim", "bytes", "publish"]);
  assertEquals(inner.get(0).arrivalNs, 77);
});

Deno.test("MarketDataIngest keeps the time of arrival, however long the writing takes", () => {
  const { ring, clock, ingest } = setUp();
  const slot = ingest.claim();
  clock.advance(1000);
  slot.setWord(0, 5);
  slot.setWord(1, 6);
  assertEquals(ingest.publish(), 0);
  const event = ring.get(0);
  assertEquals([event.arrivalNs, event.word(0), event.word(1)], [100, 5, 6]);
});

Deno.test("MarketDataIngest shows no event before it is published", () => {
  const { ring, ingest } = setUp();
  const consumer = ring.createConsumer();
  ingest.claim();
  assertEquals([ring.head, consumer.poll()], [0, PollStatus.EMPTY]);
  ingest.publish();
  assertEquals(consumer.poll(), PollStatus.EVENT);
});

Deno.test("MarketDataIngest refuses more bytes than an event holds, publishes nothing, and goes on", () => {
  const { ring, ingest } = setUp();
  assertThrows(
    () => ingest.ingest(new Uint8Array(9)),
    RangeError,
    "Cannot ingest: the length of bytes must be at most 8, got 9",
  );
  assertThrows(() => ingest.publish(), Error, "no slot is claimed");
  assertEquals(ring.head, 0);
  assertEquals(ingest.ingest(new Uint8Array(8)), 0);
  assertEquals(ring.head, 1);
});

Deno.test("MarketDataIngest refuses what is no array of bytes, and publishes no event of zeros for it", () => {
  const { ring, ingest } = setUp();
  for (const memory of [new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), {}]) {
    assertThrows(
      () => ingest.ingest(memory as Uint8Array),
      RangeError,
      "Cannot ingest: the length of bytes must be at most 8, got undefined",
    );
    assertThrows(
      () => ingest.claim().setPayload(memory as Uint8Array),
      RangeError,
      "the length of bytes must be at most 8, got undefined",
    );
  }
  assertEquals(ring.head, 0);
});

Deno.test("MarketDataIngest takes a message of no bytes", () => {
  const { ring, ingest } = setUp();
  ingest.claim().setWord(0, 99);
  ingest.ingest(new Uint8Array(0));
  assertEquals([ring.get(0).word(0), ring.get(0).word(1), ring.get(0).arrivalNs], [0, 0, 100]);
});

Deno.test("MarketDataIngest is refused by a closed ring", () => {
  const { ring, ingest } = setUp();
  ring.close();
  assertThrows(() => ingest.ingest(new Uint8Array(1)), RingClosedError);
  assertThrows(() => ingest.claim(), RingClosedError);
});
