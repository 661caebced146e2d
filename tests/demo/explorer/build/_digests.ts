/**
 * A script that runs every scenario, and a system with every model, as the page does, and leaves their digests in a global variable.
 *
 * @module
 */
import { readAddress } from "../../../../demo/explorer/model/address.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../../../demo/scenarios/loads/all_loads.ts";

const SYSTEM = {
  ring: { capacity: 16, payloadWords: 2 },
  feed: [
    { model: "hawkes", rate: "200k/s", branching: 0.8, slowShare: 0.2, slowDecay: "100/s" },
    { model: "poisson", rate: "50k/s" },
    { model: "recorded", file: "feed.csv", speed: 1.5 },
  ],
  consumers: [
    { name: "drawn", service: { perEvent: { median: "2us", p99: "20us" }, maxBatch: 4 }, onOverrun: "skip-to-oldest" },
    { name: "polled", polls: 3, onOverrun: { leave: 2 }, pauses: [{ every: "1ms", for: "100us" }] },
  ],
  failures: [{ kind: "market-data-outage", from: "2ms", to: "3ms" }],
  warmup: { ticks: 3, tick: "100us" },
  checks: { lag: 0.9, staleness: "1ms", loss: 0 },
  afterGap: { provisionalFor: "50us" },
  duration: "9ms",
};

const files = new Map([["feed.csv", new TextEncoder().encode("time_us,bytes\n0,1\n2.5,2\n100,3\n")]]);
const specification = JSON.stringify(SYSTEM);
const runs = [
  ...[...SCENARIOS, ...LOAD_SCENARIOS].map(({ id }) => runRequest(readAddress(`#${id}`).request)),
  runRequest({ scenario: undefined, specification, options: new Map(), forks: [] }, files),
];
const refused = readAddress("#burst&capacity=3&what=1").problems;
Object.assign(globalThis, { digests: [runs.map(({ digest, json }) => [digest, json()]), refused] });
