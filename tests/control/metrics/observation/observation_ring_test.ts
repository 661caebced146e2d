import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { MetricsSink } from "../../../../control/metrics/metrics_sink.ts";
import { ObservationAggregator } from "../../../../control/metrics/observation/observation_aggregator.ts";
import { allocateObservationRing } from "../../../../control/metrics/observation/observation_ring.ts";
import { ObservationSink } from "../../../../control/metrics/observation/observation_sink.ts";
import { EventSlot, type EventView } from "../../../../core/bus/event_slot.ts";
import { ProducerClaimedError } from "../../../../core/bus/producer_claimed_error.ts";
import { eraOf, positionOf } from "../../../../core/bus/sequence.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import {
  Ack,
  ACK_COMPLETION,
  ACK_DECISION,
  ACK_EXECUTED,
  ACK_RESULT,
  ACK_SEQUENCE,
} from "../../../../core/execution/ack.ts";

const event = new EventSlot(new ArrayBuffer(64), 2);
const ack = new Ack();

/** Sends an observation in which every field is another function of the sequence. */
function send(sink: ObservationSink, sequence: number): void {
  event.place(0, positionOf(sequence), eraOf(sequence));
  event.arrivalNs = 10 * sequence;
  ack.cells[ACK_SEQUENCE] = sequence;
  ack.cells[ACK_DECISION] = 10 * sequence + 3;
  ack.cells[ACK_COMPLETION] = 10 * sequence + 4;
  ack.cells[ACK_EXECUTED] = sequence % 3 === 0 ? 1 : 0;
  ack.cells[ACK_RESULT] = Math.imul(sequence, -2654435761);
  sink.observe(event, ack);
}

/** Keeps the sequences that it is shown, checks all else, and counts what it is told of. */
class Witness {
  readonly sequences: number[] = [];
  dropped = 0;

  observe(seen: EventView, decision: Ack): void {
    const { sequence } = seen;
    this.sequences.push(sequence);
    assertEquals(
      [seen.arrivalNs, decision.sequence, decision.decisionNs, decision.completionNs, decision.executed],
      [10 * sequence, sequence, 10 * sequence + 3, 10 * sequence + 4, sequence % 3 === 0],
    );
  }

  recordDropped(count: number): void {
    assertEquals(count > 0, true, "nothing dropped is nothing to tell");
    this.dropped += count;
  }
}

Deno.test("ObservationAggregator hands on every observation as it was sent", () => {
  const observations = allocateObservationRing(8);
  const witness = new Witness();
  const aggregator = new ObservationAggregator(observations, witness);
  const sink = new ObservationSink(observations);
  const sequences = [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 31, 2 ** 32 + 5, 2 ** 49];
  for (const sequence of sequences) send(sink, sequence);
  assertEquals(aggregator.drain(100), 7);
  assertEquals(witness.sequences, sequences);
});

Deno.test("ObservationAggregator feeds a metrics sink as an executor would", () => {
  const observations = allocateObservationRing(16);
  const metrics = new MetricsSink();
  const aggregator = new ObservationAggregator(observations, metrics);
  const sink = new ObservationSink(observations);
  for (let n = 0; n < 9; n++) send(sink, n);
  aggregator.drain(100);
  const { observed, executed, provisional, dropped, stalenessNs, processingNs } = metrics.snapshot();
  assertEquals([observed, executed, provisional, dropped], [9, 3, 6, 0]);
  assertEquals([stalenessNs.min, stalenessNs.max, processingNs.min, processingNs.max], [3, 3, 1, 1]);
});

Deno.test("ObservationAggregator.drain takes no more than it is asked for", () => {
  const observations = allocateObservationRing(1024);
  const witness = new Witness();
  const aggregator = new ObservationAggregator(observations, witness);
  const sink = new ObservationSink(observations);
  for (let n = 0; n < 700; n++) send(sink, n);
  assertEquals([aggregator.drain(1), aggregator.drain(300), aggregator.pending], [1, 300, 399]);
  assertEquals([aggregator.drain(1000), aggregator.drain(1000), aggregator.pending], [399, 0, 0]);
  assertEquals(witness.sequences, Array.from({ length: 700 }, (_, n) => n));
});

Deno.test("ObservationAggregator that is overrun drops all that waits, counts it, and goes on from there", () => {
  const observations = allocateObservationRing(4);
  const witness = new Witness();
  const aggregator = new ObservationAggregator(observations, witness);
  const sink = new ObservationSink(observations);
  for (let n = 0; n < 3; n++) send(sink, n);
  assertEquals(aggregator.drain(2), 2);
  for (let n = 3; n < 8; n++) send(sink, n);
  assertEquals([aggregator.drain(100), witness.dropped, aggregator.dropped], [0, 6, 6]);
  send(sink, 8);
  assertEquals([aggregator.drain(100), witness.sequences], [1, [0, 1, 8]]);
  assertEquals(aggregator.observed + aggregator.dropped, sink.sent);
});

Deno.test("ObservationAggregator that comes late counts what it missed as dropped", () => {
  const observations = allocateObservationRing(4);
  const sink = new ObservationSink(observations);
  for (let n = 0; n < 6; n++) send(sink, n);
  const metrics = new MetricsSink();
  const aggregator = new ObservationAggregator(observations, metrics);
  send(sink, 6);
  aggregator.drain(100);
  const { observed, dropped } = metrics.snapshot();
  assertEquals([observed, dropped, sink.sent], [1, 6, 7]);
});

Deno.test("ObservationAggregator keeps account of what a sink did not see that throws, and goes on afterwards", () => {
  const observations = allocateObservationRing(64);
  let seen = 0;
  const aggregator = new ObservationAggregator(observations, {
    observe: () => {
      if (++seen === 10) throw new Error("a sink should not");
    },
    recordDropped: () => {},
  });
  const sink = new ObservationSink(observations);
  for (let n = 0; n < 40; n++) send(sink, n);
  assertThrows(() => aggregator.drain(30), Error, "a sink should not");
  assertEquals([aggregator.observed, aggregator.dropped, aggregator.pending], [10, 20, 10]);
  assertEquals(aggregator.drain(30), 10);
  assertEquals([aggregator.observed, aggregator.dropped, aggregator.pending], [20, 20, 0]);
});

Deno.test("ObservationSink does not notice whether anybody reads", () => {
  const sink = new ObservationSink(allocateObservationRing(1));
  for (let n = 0; n < 100; n++) send(sink, n);
  assertEquals(sink.sent, 100);
});

Deno.test("ObservationSink that was closed leaves what it sent", () => {
  const observations = allocateObservationRing(4);
  const aggregator = new ObservationAggregator(observations, new Witness());
  const sink = new ObservationSink(observations);
  send(sink, 0);
  assertEquals(SharedRingBuffer.attachReader(observations).closed, false);
  sink.close();
  assertEquals(SharedRingBuffer.attachReader(observations).closed, true);
  assertEquals(aggregator.drain(100), 1);
});

Deno.test("Observations sent are observed or dropped, whatever the rhythm of both sides", () => {
  fc.assert(fc.property(
    fc.constantFrom(1, 2, 4, 16),
    fc.nat(40),
    fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 20 })), { maxLength: 40 }),
    (capacity, before, rhythm) => {
      const observations = allocateObservationRing(capacity);
      const sink = new ObservationSink(observations);
      let next = 0;
      for (; next < before; next++) send(sink, next);
      const witness = new Witness();
      const aggregator = new ObservationAggregator(observations, witness);
      const check = () => {
        assertEquals(aggregator.observed, witness.sequences.length);
        assertEquals(aggregator.dropped, witness.dropped);
        assertEquals(aggregator.observed + aggregator.dropped + aggregator.pending, sink.sent);
      };
      for (const [sent, max] of rhythm) {
        for (let n = 0; n < sent; n++) send(sink, next++);
        aggregator.drain(max);
        check();
      }
      // An overrun ends a drain, so the first may only notice it.
      while (aggregator.pending > 0) aggregator.drain(1000);
      check();
      assertEquals(aggregator.observed + aggregator.dropped, sink.sent);
      // In order, none twice.
      for (let n = 1; n < witness.sequences.length; n++) {
        if (witness.sequences[n] <= witness.sequences[n - 1]) throw new Error(`out of order at ${n}`);
      }
    },
  ));
});

Deno.test("ObservationSink and ObservationAggregator refuse what is no ring of observations", () => {
  const events = SharedRingBuffer.allocate({ capacity: 4, payloadWords: 4 });
  const message =
    "Cannot attach to the observation ring: payloadWords must be 10, as allocateObservationRing sets it, got 4";
  assertThrows(() => new ObservationSink(events), RangeError, message);
  assertThrows(() => new ObservationAggregator(events, new Witness()), RangeError, message);
  assertThrows(() => allocateObservationRing(3), RangeError, "capacity must be a power of two");
});

Deno.test("ObservationSink refuses to be the second of its ring", () => {
  const observations = allocateObservationRing(4);
  new ObservationSink(observations);
  assertThrows(() => new ObservationSink(observations), ProducerClaimedError);
});

Deno.test("ObservationAggregator.drain refuses a max that is not a whole number of at least 1", () => {
  const aggregator = new ObservationAggregator(allocateObservationRing(4), new Witness());
  for (const max of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => aggregator.drain(max),
      RangeError,
      `Cannot drain observations: max must be an integer from 1 to 9007199254740991, got ${max}`,
    );
  }
});
