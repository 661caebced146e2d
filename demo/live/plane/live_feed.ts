import { FeedError } from "../../system/feed/feed_error.ts";
import type { ProducerSetup } from "../between/thread_messages.ts";
import type { ArrivalPump } from "./arrival_pump.ts";
import type { FeedRead } from "./live_result.ts";

/** The feed of a live run, as the control plane sees it. */
export class LiveFeed {
  private readonly _pump: ArrivalPump;
  private _failure: string | undefined = undefined;

  /**
   * Makes it.
   *
   * @param pump has opened the feed, and read its beginning
   */
  constructor(pump: ArrivalPump) {
    this._pump = pump;
  }

  /** What the producer publishes. */
  get pace(): ProducerSetup["pace"] {
    return this._pump.buffer;
  }

  /** Why it could not be read to its end, if it could not. */
  get failure(): string | undefined {
    return this._failure;
  }

  /** What has been read of it. */
  get read(): FeedRead {
    const { model, bytes, written: events, isOver } = this._pump;
    return { model, bytes, events, isOver: isOver && this._failure === undefined, failure: this._failure };
  }

  /**
   * When an event was due, in nanoseconds from the start; NaN if that is not known any more.
   *
   * @param n the number of the arrival, from 0
   */
  dueNs(n: number): number {
    return this._pump.dueNs(n);
  }

  /** Reads on, so that the producer never has to wait. Of a file that is broken further on, what comes before counts. */
  readOn(): void {
    try {
      this._pump.pump();
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      this._failure = error.message;
    }
  }

  /** Lets go of it. */
  close(): void {
    this._pump.close();
  }
}
