import { assertEquals, assertThrows } from "@std/assert";
import { EventSlot } from "../../../core/bus/event_slot.ts";
import { eraOf, positionOf } from "../../../core/bus/sequence.ts";
import { Ack, ACK_COMPLETION, ACK_DECISION } from "../../../core/execution/ack.ts";
import { LatencyRecorder } from "../../../control/metrics/latency_recorder.ts";

/** One event a microsecond, from a start. */
const everyMicrosecond = (startNs: number) => ({ schedule: { dueNs: (n: number) => startNs + 1_000 * (n + 1) } });

const event = new EventSlot(new ArrayBuffer(16), 0);
const ack = new Ack();

function observe(recorder: LatencyRecorder, sequence: number, arrivalNs: number, decisionNs: number): void {
  event.place(0, positionOf(sequence), eraOf(sequence));
  event.arrivalNs = arrivalNs;
  ack.cells[ACK_DECISION] = decisionNs;
  ack.cells[ACK_COMPLETION] = decisionNs + 1;
  recorder.observe(event, ack);
}

Deno.test("LatencyRecorder measures from the arrival, and against the schedule from when the event was due", () => {
  const recorder = new LatencyRecorder(everyMicrosecond(500));
  recorder.measureFrom(0);
  // Event 4 was due 5 µs after the start, arrived 300 ns later, and was decided on after another 20 ns.
  observe(recorder, 4, 5_800, 5_820);
  const { measuredNs, scheduledNs } = recorder;
  assertEquals([measuredNs.count, measuredNs.snapshot().max], [1, 20]);
  assertEquals([scheduledNs.count, scheduledNs.snapshot().max], [1, 320]);
});

Deno.test("LatencyRecorder shows against the schedule a stall of the producer that the measured values hide", () => {
  const recorder = new LatencyRecorder(everyMicrosecond(0));
  recorder.measureFrom(0);
  // One event a microsecond; from the tenth on the producer was held up for 90 µs, and then published all at once.
  for (let n = 0; n < 10; n++) observe(recorder, n, 1_000 * (n + 1), 1_000 * (n + 1) + 50);
  for (let n = 10; n < 100; n++) observe(recorder, n, 100_000, 100_050);
  assertEquals(recorder.measuredNs.snapshot().max, 50);
  const { min, max, count } = recorder.scheduledNs.snapshot();
  assertEquals([min, max, count], [50, 89_050, 100]);
});

Deno.test("LatencyRecorder leaves out events that arrived before it was to measure, and counts them", () => {
  const recorder = new LatencyRecorder({ schedule: { dueNs: (n) => n + 1 } });
  observe(recorder, 0, 100, 110);
  recorder.measureFrom(200);
  recorder.measureFrom(300); // too late: the first one counts
  observe(recorder, 1, 199, 250);
  observe(recorder, 2, 200, 260);
  assertEquals([recorder.beforeMeasured, recorder.measuredNs.count, recorder.scheduledNs.count], [2, 1, 1]);
});

Deno.test("LatencyRecorder records the processing of the events that it measures", () => {
  const recorder = new LatencyRecorder();
  observe(recorder, 0, 100, 110);
  recorder.measureFrom(200);
  observe(recorder, 1, 200, 260);
  assertEquals([recorder.processingNs.count, recorder.processingNs.snapshot().max], [1, 1]);
});

Deno.test("LatencyRecorder refuses a schedule that does not know when an event was due", () => {
  const error = assertThrows(() => new LatencyRecorder({ schedule: {} as { dueNs(n: number): number } }), TypeError);
  assertEquals(
    error.message,
    "Cannot create LatencyRecorder: parts.schedule must be an object that has dueNs(), got an object",
  );
});

Deno.test("LatencyRecorder without a schedule has no schedule to measure against", () => {
  const recorder = new LatencyRecorder();
  recorder.measureFrom(0);
  observe(recorder, 0, 100, 110);
  assertEquals([recorder.measuredNs.count, recorder.scheduledNs.count], [1, 0]);
});

Deno.test("LatencyRecorder.interval has what came since the one before, also before it was to measure", () => {
  const recorder = new LatencyRecorder();
  observe(recorder, 0, 100, 110);
  recorder.recordDropped(3);
  const first = recorder.interval();
  assertEquals([first.observed, first.dropped, first.stalenessNs.max], [1, 3, 10]);
  assertEquals(recorder.interval().observed, 0);
});

Deno.test("LatencyRecorder.snapshot has all there was, also what an interval has had", () => {
  const recorder = new LatencyRecorder();
  observe(recorder, 0, 100, 110);
  recorder.interval();
  observe(recorder, 1, 200, 230);
  recorder.recordDropped(3);
  const { observed, dropped, stalenessNs, processingNs } = recorder.snapshot();
  assertEquals([observed, dropped, stalenessNs.max, processingNs.sum], [2, 3, 30, 2]);
  assertEquals(recorder.snapshot().observed, 2);
});
