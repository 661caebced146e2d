import { assert } from "@std/assert";
import {
  type ArrivalFeed,
  type FeedSettings,
  makeChunk,
  openFeed,
  sourceOfBytes,
} from "../../../../demo/system/mod.ts";
import type { FeedSpecification } from "../../../../config/mod.ts";

/** Arrivals of a feed, all of them or the first. */
export interface Arrivals {
  readonly times: number[];
  readonly sizes: number[];
}

/** Reads a feed to its end, or a number of arrivals, in chunks of one size. */
export function readAll(feed: ArrivalFeed, chunkEvents = 1_000, limit = Infinity): Arrivals {
  const chunk = makeChunk(chunkEvents);
  const times: number[] = [];
  const sizes: number[] = [];
  while (times.length < limit) {
    const count = feed.read(chunk);
    if (count === 0) break;
    assert(count <= chunkEvents);
    times.push(...chunk.timesNs.subarray(0, count));
    sizes.push(...chunk.sizes.subarray(0, count));
  }
  return { times: times.slice(0, limit), sizes: sizes.slice(0, limit) };
}

/** Settings with a seed of 1, steps of a microsecond and no files. */
export const SETTINGS: FeedSettings = { seed: 1, step: 1_000 };

/** Times of a model. */
export function timesOf(
  specification: FeedSpecification,
  settings: Partial<FeedSettings> = {},
  limit = Infinity,
): number[] {
  return readAll(openFeed(specification, { ...SETTINGS, ...settings }), 1_000, limit).times;
}

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Opens files that are in memory. */
export function opener(files: Readonly<Record<string, Uint8Array | string>>): NonNullable<FeedSettings["open"]> {
  return (path) => {
    const file = files[path];
    return sourceOfBytes(path, typeof file === "string" ? bytesOf(file) : file);
  };
}
