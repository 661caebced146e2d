import { assertEquals } from "@std/assert";
import { describeConsumer, describeFeed, describePolicy, formatLoad } from "../../../../demo/simulate/report/words.ts";
import { consumer } from "../_results.ts";

Deno.test("formatLoad never rounds a load to 1 or to 0", () => {
  assertEquals([0, 0.016, 0.00016, 0.99999, 1, 1.000001, 2.5].map(formatLoad), [
    "0",
    "0.0160",
    "0.000160",
    "0.99999",
    "1.00",
    "1.000001",
    "2.50",
  ]);
});

Deno.test("describeFeed names the numbers of each model", () => {
  const recorded = { model: "recorded", file: "a.csv", speed: 2, timeUnit: "ns", from: 1_000_000_000 } as const;
  const constant = { model: "constant", rate: 100_000, events: 1, size: 28 } as const;
  const one = { model: "on-off", burst: 2_000, rate: 2e6 } as const;
  const hawkes = {
    model: "hawkes",
    rate: 16.4,
    branching: 0.9,
    decay: 300_000,
    slowDecay: 1_000,
    slowShare: 0.3,
  } as const;
  const feeds = [
    recorded,
    constant,
    one,
    { ...one, every: 1_000_000, bursts: 3 },
    hawkes,
    { model: "steps", perStep: 8 } as const,
    { model: "merged", feeds: [recorded, constant] } as const,
  ];
  assertEquals(feeds.map((feed) => describeFeed(feed, 1_000)), [
    "recorded: a.csv, from 1s, at 2 times the speed",
    "constant: 100k/s, 1 event, 28 bytes each",
    "on-off: one burst of 2,000 events at 2M/s",
    "on-off: bursts of 2,000 events at 2M/s, one every 1ms, 3 bursts",
    "hawkes: 16.4/s on average, branching 0.9, decay of 300k/s, and of 1k/s for 0.3 of them",
    "steps: 8 events in every step of 1us",
    "recorded: a.csv, from 1s, at 2 times the speed; and constant: 100k/s, 1 event, 28 bytes each",
  ]);
});

Deno.test("describeConsumer mentions only what a consumer has", () => {
  assertEquals(describeConsumer(consumer("a"), 1_000), "800ns an event; on overrun skip-to-head");
  const polling = consumer("a", { service: undefined, polls: 3, pauses: [{ at: 5, for: 7_000 }] });
  assertEquals(
    describeConsumer(polling, 1_000),
    "3 polls in every step of 1us; on overrun skip-to-head; pauses 7us at 5ns",
  );
});

Deno.test("describePolicy counts in English", () => {
  const policies = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map((leave) => describePolicy({ leave }));
  assertEquals(policies.map((policy) => policy.split(" ").at(-1)), [
    "leave",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "102nd",
    "111th",
  ]);
});
