/**
 * The pipeline on the native clock with the null sink: what an event costs in a live run. Needs `--allow-ffi`.
 *
 * @module
 */
import { NativeClock } from "../../mod.ts";
import * as events from "../_events.ts";
import { makePipeline } from "./pipeline.ts";

const { EVENTS } = events;

const { executor, ingest } = makePipeline(new NativeClock());

/** Takes in and decides on events one by one. Answers the polls that delivered, and something of the last ack. */
export function oneByOne(base: number): number {
  let delivered = 0;
  const end = (base + EVENTS) | 0;
  for (let n = base | 0; n < end; n = (n + 1) | 0) {
    const slot = ingest.claim();
    slot.setCell(0, n);
    slot.setCell(1, n + 1);
    ingest.publish();
    delivered = (delivered + executor.poll()) | 0;
  }
  return delivered + executor.ack.sequence;
}
