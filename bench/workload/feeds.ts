/**
 * The feeds that are measured, by name.
 *
 * @module
 */
import type { FeedSpecification } from "../../config/mod.ts";
import { type ArrivalFeed, openFeed } from "../../demo/system/mod.ts";
import { endlessCsv, endlessPcap } from "./recordings.ts";

const STEP_NS = 1_000;
const recorded = (file: string, speed: number) => ({ model: "recorded", file, speed, timeUnit: "ns" }) as const;
const hawkes = { model: "hawkes", rate: 1e5, branching: 0.9, decay: 3e5, slowDecay: 1e3, slowShare: 0.3 } as const;

/** Feeds of a given number of events. */
export const FEEDS: Readonly<Record<string, (events: number) => FeedSpecification>> = {
  "constant": (events) => ({ model: "constant", rate: 1_234_567.8, events }),
  "on-off": (events) => ({ model: "on-off", burst: 1_000, rate: 2e6, every: 1e6, bursts: Math.ceil(events / 1_000) }),
  "poisson": (events) => ({ model: "poisson", rate: 1e6, events }),
  "hawkes": (events) => ({ ...hawkes, events }),
  "CSV": () => recorded("feed.csv", 1),
  "CSV, speed 1.1": () => recorded("feed.csv", 1.1),
  "pcap": () => recorded("feed.pcap", 1),
};

/** Opens one of the feeds. */
export function openBenchFeed(name: string, events: number): ArrivalFeed {
  const open = (path: string) => path.endsWith(".csv") ? endlessCsv(events) : endlessPcap(events);
  return openFeed(FEEDS[name](events), { seed: 1, step: STEP_NS, open });
}
