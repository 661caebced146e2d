import type { MeterSetup, ThreadMessage } from "../between/thread_messages.ts";

/** Why a thread has failed that has not sent its report in time. */
export const NO_ANSWER = "did not answer";

/**
 * A hot thread, as the control plane sees it.
 *
 * @typeParam Report what it sends when it is done
 */
export class HotThread<Report> {
  /** Name in messages. */
  declare readonly name: string;
  /** Settled when it waits for the first command, or has failed. */
  declare readonly whenReady: Promise<void>;
  /** Settled when it has sent its report, or has failed. */
  declare readonly whenDone: Promise<void>;
  declare private readonly _worker: Worker;
  private _report: Report | undefined = undefined;
  private _failure: string | undefined = undefined;
  private _isReady = false;
  declare private readonly _fail: (reason: string) => void;

  /**
   * Starts a thread.
   *
   * @param name what it is called in messages
   * @param module the module it runs
   * @param setup what it is told
   */
  constructor(name: string, module: URL, setup: MeterSetup) {
    const ready = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    this.name = name;
    this.whenReady = ready.promise;
    this.whenDone = done.promise;
    const fail = this._fail = (reason: string) => {
      this._failure ??= reason;
      ready.resolve();
      done.resolve();
    };
    this._worker = new Worker(module, { type: "module", name });
    this._worker.onmessage = ({ data }: MessageEvent<ThreadMessage<Report>>) => {
      if (data.kind === "ready") {
        this._isReady = true;
        return ready.resolve();
      }
      if (data.kind === "failure") return fail(data.reason);
      this._report = data.report;
      done.resolve();
    };
    this._worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message);
    };
    this._worker.postMessage(setup);
  }

  /** Whether it has said that it waits for the first command. */
  get isReady(): boolean {
    return this._isReady;
  }

  /** Its report; nothing before the end, or if it failed. */
  get report(): Report | undefined {
    return this._report;
  }

  /** Why it ended without a report, if it did. */
  get failure(): string | undefined {
    return this._failure;
  }

  /** Counts the thread as failed if it has not reported, so that the run waits for it no longer. */
  giveUp(reason: string): void {
    if (this._report === undefined) this._fail(reason);
  }

  /**
   * Lets go of the thread. One that has not sent its report has failed.
   *
   * Deno ends the thread as soon as it returns to its event loop. One that computes, or waits with `Atomics.wait`, it does not
   * stop: that goes on until the process ends, and keeps the process from ending by itself. So threads have to be told to
   * stop by a word that they look at, and the program has to end by `Deno.exit`.
   */
  terminate(): void {
    this._worker.terminate();
    this.giveUp(NO_ANSWER);
  }
}
