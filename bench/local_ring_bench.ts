// Question: what does the cost of a local ring depend on: its capacity, the size of an event, of a batch, the number of
// consumers?
//
// Goal: to show that publishing does not depend on who listens, and what does make a difference. All rings are alive in one
// process and share one code.
//
// Non-goals: the least that it can cost, which one_ring_bench.ts has; memory larger than a cache can serve at this rate,
// though the largest rings here are larger than most first and second level caches.
import { benchWork } from "./_events.ts";
import { Lane } from "./workload/local_ring.ts";

for (const [shift, capacity] of [1, 64, 1024, 16_384, 262_144].entries()) {
  const lane = new Lane({ capacity });
  const settings = { baseline: shift === 2 };
  benchWork("local ring, publish + poll, by capacity", `capacity ${capacity}`, (n) => lane.publishAndPoll(n), settings);
}

for (const payloadCells of [0, 2, 8, 32]) {
  const lane = new Lane({ payloadCells });
  const name = `${8 + 8 * payloadCells} bytes`;
  const settings = { baseline: payloadCells === 2 };
  benchWork("local ring, publish + poll, by size of a record", name, (n) => lane.publishAndPoll(n), settings);
}

for (const batch of [1, 8, 64, 512]) {
  const lane = new Lane({});
  const settings = { baseline: batch === 1 };
  const work = (n: number) => lane.publishAndPollBatches(n, batch);
  benchWork("local ring, publish + poll, by size of a batch", `batches of ${batch}`, work, settings);
}

for (const consumers of [0, 1, 4, 16]) {
  const lane = new Lane({ consumers });
  const settings = { baseline: consumers === 0 };
  const name = `consumers asleep: ${consumers}`;
  benchWork("local ring, publish only, by number of consumers", name, (n) => lane.publish(n), settings);
}

for (const consumers of [1, 4, 16]) {
  const lane = new Lane({ consumers });
  const settings = { baseline: consumers === 1 };
  const name = `consumers polling: ${consumers}`;
  benchWork(
    "local ring, publish + poll by all, by number of consumers",
    name,
    (n) => lane.publishAndPollAll(n),
    settings,
  );
}

{
  const GROUP = "local ring, a poll that delivers nothing";
  const empty = new Lane({});
  const late = new Lane({ capacity: 1 });
  benchWork(GROUP, "empty", () => empty.poll(), { baseline: true });
  benchWork(GROUP, "overrun", () => late.poll(), { prepare: () => void late.publish(0) });
}
