import type { ThreadMessage } from "../between/thread_messages.ts";

/** The parts of a Worker's global scope in use here. The project needs its types nowhere else. */
interface WorkerScope<Setup, Report> {
  onmessage: ((event: { readonly data: Setup }) => void) | null;
  postMessage(message: ThreadMessage<Report>): void;
  close(): void;
}

/**
 * Makes this Worker a hot thread: it waits for its setup, works, sends its report or the reason for its failure, and
 * ends.
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
