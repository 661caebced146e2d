// Question: what do the tricks of the local ring buy over the plainest ring that keeps the same contract?
//
// Goal: a ladder from `demo/examples/plain_ring/` to the real ring, over one loop, for sequences that are small integers and
// for sequences that no longer are. docs/architecture.md explains the steps.
//
// Non-goals: exact ratios. All rings share code here; `bench/target.ts` runs each in a process of its own.
import { benchWork } from "./_events.ts";
import * as real from "./workload/one_ring.ts";
import * as realLate from "./workload/one_ring.ts?late";
import * as masked from "./workload/one_ring.ts?masked";
import * as maskedLate from "./workload/one_ring.ts?masked&late";
import * as plain from "./workload/one_ring.ts?plain";
import * as plainLate from "./workload/one_ring.ts?plain&late";
import * as typed from "./workload/one_ring.ts?typed";
import * as typedLate from "./workload/one_ring.ts?typed&late";

const STEPS = [
  ["the real ring: positions and eras", real, realLate],
  ["and over a typed array", typed, typedLate],
  ["and a mask in place of a remainder", masked, maskedLate],
  ["the plain ring", plain, plainLate],
] as const;

for (const [name, { nextSequence, oneByOne }] of STEPS) {
  benchWork("plain ring, publish + poll, from sequence 0", name, oneByOne, {
    baseline: name.includes("real"),
    nextSequence,
  });
}

for (const [name, , { nextSequence, oneByOne }] of STEPS) {
  benchWork("plain ring, publish + poll, from 2^33 on", name, oneByOne, {
    baseline: name.includes("real"),
    nextSequence,
  });
}
