/// <reference lib="dom" />
import type { PageEnd, PageFrame, PageRun } from "../page_frame.ts";

/** What a page is told. */
export interface Listener {
  /** What does not change while the run lasts; before the first frame, and after each break. */
  onRun(run: PageRun): void;
  /** How the run stands. */
  onFrame(frame: PageFrame): void;
  /** The run has ended. */
  onEnd(end: PageEnd): void;
  /** How the connection is. */
  onLink(link: Link): void;
}

/** How the connection to the process is: frames come; they do not come; there is no connection; there are too many pages. */
export type Link = "live" | "late" | "lost" | "gone" | "full";

/** Milliseconds without a frame after which they do not come any more: more than three at the slowest pace. */
const LATE_MS = 3_500;
/** Attempts to find the process again, a second apart, before it counts as gone for good. */
const ATTEMPTS = 30;
/** Milliseconds from one attempt to the next, where there are too many pages. */
const FULL_MS = 5_000;

/** Listens to the process. A lost connection is looked for again, by itself, and goes on where it broke. */
export function listen(listener: Listener): void {
  const source = new EventSource("frames");
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isHeard = () => {
    attempts = 0;
    listener.onLink("live");
    clearTimeout(timer);
    timer = setTimeout(() => listener.onLink("late"), LATE_MS);
  };
  source.addEventListener("run", ({ data }) => listener.onRun(JSON.parse(data)));
  source.addEventListener("message", ({ data }) => {
    isHeard();
    listener.onFrame(JSON.parse(data));
  });
  source.addEventListener("end", ({ data }) => {
    clearTimeout(timer);
    source.close();
    listener.onEnd(JSON.parse(data));
  });
  source.addEventListener("error", async () => {
    clearTimeout(timer);
    if (source.readyState === EventSource.CLOSED) {
      // The process answers, but not with frames: either they are all taken, or this address is another process's by now.
      const status = await fetch("frames", { method: "HEAD" }).then(({ status }) => status, () => 0);
      listener.onLink(status === 200 ? "full" : "gone");
      if (status === 200) setTimeout(() => listen(listener), FULL_MS);
    } else if (++attempts < ATTEMPTS) {
      listener.onLink("lost");
    } else {
      source.close();
      listener.onLink("gone");
    }
  });
}
