import type { ArrivalChunk, ArrivalFeed } from "./arrival_feed.ts";

/**
 * The arrivals of a feed before a time. For one that knows nothing of the duration of a run: what arrives later is neither
 * published nor seen by a law.
 *
 * @param feed the feed, from its beginning
 * @param endNs the time, from the beginning of the run
 */
export function feedBefore(feed: ArrivalFeed, endNs: number): ArrivalFeed {
  return new EarlyArrivals(feed, endNs);
}

class EarlyArrivals implements ArrivalFeed {
  declare readonly model: string;
  declare private readonly _feed: ArrivalFeed;
  declare private readonly _endNs: number;
  /** Time of the last arrival before the end, once one at the end or later has been read. */
  private _cutNs: number | undefined = undefined;
  private _latestNs = 0;

  constructor(feed: ArrivalFeed, endNs: number) {
    this.model = feed.model;
    this._feed = feed;
    this._endNs = endNs;
  }

  get firstNs(): string | undefined {
    return this._feed.firstNs;
  }

  get lastNs(): string | undefined {
    const { firstNs, lastNs } = this._feed;
    if (this._cutNs === undefined || firstNs === undefined) return lastNs;
    // The feed's own clock runs as the run does.
    return String(BigInt(firstNs) + BigInt(this._cutNs));
  }

  read(chunk: ArrivalChunk): number {
    if (this._cutNs !== undefined) return 0;
    const read = this._feed.read(chunk);
    let count = read;
    while (count > 0 && chunk.timesNs[count - 1] >= this._endNs) count--;
    if (count > 0) this._latestNs = chunk.timesNs[count - 1];
    if (count < read) this._cutNs = this._latestNs;
    return count;
  }

  close(): void {
    this._feed.close();
  }
}
