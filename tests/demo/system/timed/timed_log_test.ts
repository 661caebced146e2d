import { assertEquals } from "@std/assert";
import { RingBuffer } from "../../../../core/bus/local/ring_buffer.ts";
import { Ack } from "../../../../core/execution/ack.ts";
import { WordHash } from "../../../../demo/system/decision_hash.ts";
import { EventBytes } from "../../../../demo/system/event_bytes.ts";
import { NO_SIZE } from "../../../../demo/system/feed/arrival_feed.ts";
import { TimedLog } from "../../../../demo/system/timed/timed_log.ts";

/** Positions in the cells of an ack. */
const [SEQUENCE, DECISION, COMPLETION, EXECUTED] = [0, 1, 2, 3];

Deno.test("TimedLog finds decisions that were live outside READY, or provisional within it", () => {
  const bytes = new EventBytes(1, 1);
  const ring = new RingBuffer({ capacity: 8, payloadWords: 1 });
  const consumer = ring.createConsumer();
  // READY from 10 to 20; at those moments nobody can say.
  const wasReady = (ns: number) => ns === 10 || ns === 20 ? undefined : ns > 10 && ns < 20;
  const log = new TimedLog(bytes, new WordHash(), { wasReady, changedNs: Infinity, isReady: false });
  const decisions: [decisionNs: number, completionNs: number, executed: number, misjudged: number][] = [
    [12, 15, 1, 0],
    [12, 25, 0, 0],
    [5, 15, 0, 0],
    [10, 20, 1, 0],
    [12, 15, 0, 1],
    [12, 25, 1, 2],
    [5, 15, 1, 3],
  ];
  decisions.forEach(([decisionNs, completionNs, executed, misjudged], sequence) => {
    bytes.write(ring.claim(), sequence, NO_SIZE);
    ring.publish();
    consumer.poll();
    const ack = new Ack();
    ack.cells[SEQUENCE] = sequence;
    ack.cells[DECISION] = decisionNs;
    ack.cells[COMPLETION] = completionNs;
    ack.cells[EXECUTED] = executed;
    log.observe(consumer.event, ack);
    assertEquals([log.misjudged, log.spoiled], [misjudged, 0], `decision ${sequence}`);
  });
});
