import { type ArrivalChunk, type ArrivalFeed, makeChunk } from "../arrival_feed.ts";

/** One of the feeds that are merged, read ahead by a chunk. */
interface Lane {
  readonly feed: ArrivalFeed;
  readonly chunk: ArrivalChunk;
  at: number;
  count: number;
}

/** Several feeds in order of time; at one moment that which is listed first. */
export class MergedFeed implements ArrivalFeed {
  /** The model. */
  readonly model = "merged";
  declare private readonly _feeds: readonly ArrivalFeed[];
  /** Feeds that have arrivals left, in the order of the list. */
  private _lanes: Lane[] | undefined = undefined;

  /** Merges feeds, at least one. Their times have one beginning. */
  constructor(feeds: readonly ArrivalFeed[]) {
    this._feeds = feeds;
  }

  /** The earliest {@linkcode ArrivalFeed.firstNs} of its recordings or, without any, of its models. */
  get firstNs(): string | undefined {
    return this._extreme("firstNs", (a, b) => a < b);
  }

  /** The latest {@linkcode ArrivalFeed.lastNs} of the same; they are read ahead by a chunk each. */
  get lastNs(): string | undefined {
    return this._extreme("lastNs", (a, b) => a > b);
  }

  /** See {@linkcode ArrivalFeed.read}. */
  read(chunk: ArrivalChunk): number {
    const lanes = this._lanes ??= this._open();
    const room = chunk.timesNs.length;
    let n = 0;
    while (n < room && lanes.length > 0) {
      const index = earliestOf(lanes, -1);
      const lane = lanes[index];
      const other = earliestOf(lanes, index);
      n = copyUpTo(other < 0 ? Infinity : timeOf(lanes[other]), index < other, lane, chunk, n);
      if (lane.at === lane.count && !refill(lane)) lanes.splice(index, 1);
    }
    return n;
  }

  /** Closes all of them. */
  close(): void {
    for (const feed of this._feeds) feed.close();
  }

  private _open(): Lane[] {
    const lanes = this._feeds.map((feed) => ({ feed, chunk: makeChunk(), at: 0, count: 0 }));
    return lanes.filter(refill);
  }

  private _extreme(key: "firstNs" | "lastNs", isBetter: (a: bigint, b: bigint) => boolean): string | undefined {
    const recordings = this._feeds.filter(({ model }) => model === "recorded");
    let best: bigint | undefined;
    for (const feed of recordings.length > 0 ? recordings : this._feeds) {
      const text = feed[key];
      if (text !== undefined && (best === undefined || isBetter(BigInt(text), best))) best = BigInt(text);
    }
    return best === undefined ? undefined : String(best);
  }
}

function timeOf({ chunk, at }: Lane): number {
  return chunk.timesNs[at];
}

/** Index of the lane whose next arrival is the earliest, the first of several; one is left out. -1, if there is none. */
function earliestOf(lanes: readonly Lane[], without: number): number {
  let best = -1;
  for (let n = 0; n < lanes.length; n++) {
    if (n !== without && (best < 0 || timeOf(lanes[n]) < timeOf(lanes[best]))) best = n;
  }
  return best;
}

/**
 * Copies arrivals of a lane up to the next of all others, so that lanes are compared once for a run of arrivals.
 *
 * @param isFirst whether it comes first at that very moment
 * @returns arrivals in the chunk
 */
function copyUpTo(endNs: number, isFirst: boolean, lane: Lane, into: ArrivalChunk, from: number): number {
  const { timesNs, sizes } = lane.chunk;
  const room = into.timesNs.length;
  let { at } = lane;
  let n = from;
  while (
    n < room && at < lane.count && (timesNs[at] < endNs || isFirst && timesNs[at] === endNs || endNs === Infinity)
  ) {
    into.timesNs[n] = timesNs[at];
    into.sizes[n++] = sizes[at++];
  }
  lane.at = at;
  return n;
}

/** Reads on; false at the end. */
function refill(lane: Lane): boolean {
  lane.at = 0;
  lane.count = lane.feed.read(lane.chunk);
  return lane.count > 0;
}
