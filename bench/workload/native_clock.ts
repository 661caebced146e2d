/**
 * Timestamps of the native clock. Needs `--allow-ffi`.
 *
 * @module
 */
import { NativeClock } from "../../mod.ts";
import * as events from "../_events.ts";

const { EVENTS } = events;

const clock = new NativeClock();
const cells = new Float64Array(1);

/** Takes a timestamp for every event. Answers the last. */
export function stamps(_base: number): number {
  for (let n = EVENTS; n > 0; n--) clock.stamp(cells, 0);
  return cells[0];
}
