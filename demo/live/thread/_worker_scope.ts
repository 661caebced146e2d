import type { ThreadMessage } from "../between/thread_messages.ts";

/** What is used of the global scope of a Worker, whose types the project does not otherwise need. */
interface WorkerScope<Setup, Report> {
  onmessage: ((event: { readonly data: Setup }) => void) | null;
  postMessage(message: ThreadMessage<Report>): void;
  close(): void;
}

/**
 * Makes this Worker a hot thread: it waits for its setup, works, sends its report or why there is none, and ends.
 *
 * @param work what it does. It calls `ready` when it is about to wait for the first command
 */
export function serveThread<Setup, Report>(work: (setup: Setup, ready: () => void) => Report): void {
  const scope = globalThis as unknown as WorkerScope<Setup, Report>;
  scope.onmessage = ({ data }) => {
    try {
      const report = work(data, () => scope.postMessage({ kind: "ready" }));
      scope.postMessage({ kind: "report", report });
    } catch (error) {
      scope.postMessage({ kind: "failure", reason: String(error) });
    }
    scope.close();
  };
}
