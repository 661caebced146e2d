/**
 * The rings, events and wraps for which every interleaving is run.
 *
 * @module
 */
import type { Situation } from "./exploration.ts";

const every = { payloadWords: 0, placements: "every" } as const;
const distinct = { payloadWords: 0, placements: "distinct" } as const;

/** First sequences from which a few events on something wraps, for a ring with that many slots. */
function wraps(slots: number, before: number): Record<string, number> {
  return {
    "a new epoch": slots * 2 ** 28 - before,
    "a stamp of 2^31": slots * 2 ** 31 - before,
    "a stamp that wraps": slots * 2 ** 32 - before,
    "a stamp that wraps again": slots * 2 ** 33 - before,
  };
}

/** Where the ring is looked at, the smallest first. */
export const SITUATIONS: Readonly<Record<string, Situation>> = {
  "capacity 1, four laps": { ...distinct, capacity: 1, startSequence: 0, events: 7 },
  "capacity 1, four laps, in batches": { ...distinct, capacity: 1, startSequence: 0, events: 7, batch: 2 },
  "capacity 2, three laps, in batches": { ...distinct, capacity: 2, startSequence: 0, events: 7, batch: 2 },
  "capacity 2, published together": { ...distinct, capacity: 2, startSequence: 0, events: 4, together: 2, batch: 3 },
  "capacity 4, three laps": { ...distinct, capacity: 4, startSequence: 0, events: 14 },
  "capacity 4, two laps, in batches": { ...distinct, capacity: 4, startSequence: 0, events: 9, batch: 2 },
  "capacity 4, published together": { ...distinct, capacity: 4, startSequence: 0, events: 4, together: 4, batch: 3 },
  "capacity 2, four payload words": { ...distinct, payloadWords: 2, capacity: 2, startSequence: 0, events: 8 },
  ...Object.fromEntries(
    Object.entries(wraps(2, 3)).map(([what, startSequence]): [string, Situation] => [
      `capacity 1, ${what}`,
      { ...distinct, capacity: 1, startSequence, events: 6, batch: 2 },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(wraps(3, 4)).map(([what, startSequence]): [string, Situation] => [
      `capacity 2, ${what}`,
      { ...distinct, capacity: 2, startSequence, events: 6, together: 2, batch: 2 },
    ]),
  ),
  "capacity 1, every placement": { ...every, capacity: 1, startSequence: 0, events: 7 },
  "capacity 1, every placement, in batches": { ...every, capacity: 1, startSequence: 0, events: 4, batch: 2 },
  "capacity 1, every placement, a stamp that wraps": {
    ...every,
    capacity: 1,
    startSequence: 2 * 2 ** 32 - 3,
    events: 6,
  },
  "capacity 2, every placement": { ...every, capacity: 2, startSequence: 0, events: 6 },
};
