import { type PageFrame, pageFrame, type PageRun, pageRun } from "../../../../../demo/live/page/page_frame.ts";
import { History } from "../../../../../demo/live/page/client/history.ts";
import type { LiveStatus, StateEntry } from "../../../../../demo/live/plane/live_status.ts";
import { status } from "../../_statuses.ts";

/** The run of a status. */
export function run(changes: Partial<LiveStatus> = {}): PageRun {
  return pageRun(status(changes));
}

/** A frame, half a second after the one before; what is sent is what a page hears. */
export function frame(
  number: number,
  changes: Partial<LiveStatus> = {},
  entered: readonly StateEntry[] = [],
): PageFrame {
  const json = pageFrame(status({ elapsedMs: 500 * (number + 1), ...changes }), number, entered);
  return JSON.parse(JSON.stringify(json));
}

/** A history of these frames. */
export function history(...frames: readonly PageFrame[]): History {
  const history = new History();
  for (const frame of frames) history.add(frame);
  return history;
}
