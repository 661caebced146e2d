import { PollStatus, SharedRingBuffer } from "../../../mod.ts";
import { type Carried, type Task, wordOf } from "./_findings.ts";

// Reads a ring to its end, and checks every word.

interface Page {
  onmessage: ((message: MessageEvent<Task>) => void) | null;
  postMessage(message: "ready" | Carried): void;
}

const page = globalThis as unknown as Page;

page.onmessage = ({ data: { ring, kernel } }) => {
  const reader = SharedRingBuffer.attach(ring, kernel === undefined ? {} : { kernel });
  const consumer = reader.createConsumer();
  page.postMessage("ready");
  let torn = 0;
  for (;;) {
    const status = consumer.poll();
    if (status === PollStatus.EVENT) {
      const { event } = consumer;
      for (let k = 0; k < reader.payloadWords; k++) {
        if (event.word(k) !== wordOf(event.sequence, k)) torn++;
      }
    } else if (status === PollStatus.OVERRUN) {
      consumer.resumeAtOldest();
    } else if (reader.closed && consumer.lag === 0) {
      break;
    }
  }
  const { start, delivered, lost } = consumer;
  page.postMessage({ kernel: consumer.kernel, start, delivered, lost, torn });
};
