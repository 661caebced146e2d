import { type ArrivalFeed, FeedError, type FeedSettings, openFeed } from "../../../../../demo/system/mod.ts";
import type { RecordedFeed } from "../../../../../config/mod.ts";
import { assertThrows } from "@std/assert";
import { type Arrivals, bytesOf, readAll, SETTINGS } from "../_arrivals.ts";
import { chopped } from "./_chopped.ts";

/** How a file is opened in a test. */
export type Cut = Partial<Omit<RecordedFeed, "model" | "file">> & Pick<FeedSettings, "duration"> & { chop?: number };

/** Opens a file that is in memory. */
export function openRecorded(file: string | Uint8Array, cut: Cut = {}, name = "feed.csv"): ArrivalFeed {
  const { chop = Infinity, duration, ...rest } = cut;
  const bytes = typeof file === "string" ? bytesOf(file) : file;
  return openFeed({ model: "recorded", file: name, speed: 1, timeUnit: "ns", ...rest }, {
    ...SETTINGS,
    duration,
    open: (path) => chopped(path, bytes, chop),
  });
}

/** Reads a file that is in memory, and its own first and last time. */
export function readRecorded(
  file: string | Uint8Array,
  cut: Cut = {},
): Arrivals & { firstNs?: string; lastNs?: string } {
  const feed = openRecorded(file, cut);
  const arrivals = readAll(feed);
  return { ...arrivals, firstNs: feed.firstNs, lastNs: feed.lastNs };
}

/** The message with which a file is refused, without its beginning. */
export function refusal(file: string | Uint8Array, cut: Cut = {}, name = "feed.csv"): string {
  const error = assertThrows(() => readAll(openRecorded(file, cut, name)), FeedError);
  const beginning = `Cannot read ${JSON.stringify(name)}: `;
  if (!error.message.startsWith(beginning) || /\n/.test(error.message)) throw new Error(error.message);
  return error.message.slice(beginning.length);
}
