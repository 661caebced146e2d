/**
 * A live run of which a consumer hangs: it takes a minute over its first event. Ends as the command does, and prints what the
 * run says of it.
 *
 * @module
 */
import { createClock } from "../../../core/time/create_clock.ts";
import { allocateLiveRing, runLive } from "../../../demo/live/plane/live_run.ts";
import { plan } from "./_statuses.ts";

const live = plan({ seconds: 0.3, rate: 1_000, consumers: 2, slowUs: new Map([[2, 60_000_000]]) });
const { endedBy, failures, producer, consumers } = await runLive(live, {
  ring: allocateLiveRing(live),
  clock: createClock("hrtime"),
  cores: 2,
  signal: new AbortController().signal,
  statusMs: 3_600_000,
  onStatus: () => {},
  metricsFile: undefined,
  patience: { readyMs: 30_000, stopMs: 100, leaveMs: 200 },
});
const reports = [producer, ...consumers.map(({ report }) => report)].map((report) => report !== undefined);
console.log(JSON.stringify({ endedBy, failures, reports }));
Deno.exit(failures.length);
