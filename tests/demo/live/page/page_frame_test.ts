import { assert, assertEquals } from "@std/assert";
import { readSpecification } from "../../../../config/mod.ts";
import { pageFrame, pageRun } from "../../../../demo/live/page/page_frame.ts";
import { liveToJson } from "../../../../demo/live/view/live_json.ts";
import { feedResult, result } from "../_results.ts";
import { consumerStatus, plan, status } from "../_statuses.ts";

Deno.test("pageRun has the plan as --json has it, and the consumers with their policies", () => {
  const { plan, surroundings } = result();
  const run = pageRun(status({ plan, surroundings }));
  const { config, clock, cores } = liveToJson(result());
  assertEquals(run, {
    config,
    clock,
    cores,
    consumers: [1, 2].map((consumer) => ({ consumer, name: String(consumer), on_overrun: "skip-to-head" })),
  });
});

Deno.test("pageRun of a system has its names as they are, and when a consumer leaves", () => {
  const system = readSpecification(JSON.stringify({
    ring: { capacity: 64 },
    feed: { model: "constant", rate: "1k/s", events: 5 },
    consumers: [
      { name: "<script>", service: "1us", onOverrun: { leave: 3 } },
      { name: "risk", service: "1us", onOverrun: "stall" },
    ],
  }));
  const { consumers } = pageRun(status({ plan: plan({ system, rate: "feed" }) }));
  assertEquals(consumers, [
    { consumer: 1, name: "<script>", on_overrun: "leave: 3" },
    { consumer: 2, name: "risk", on_overrun: "stall" },
  ]);
  assert(feedResult().plan.system !== undefined);
});

Deno.test("pageFrame is the status in the units of the other JSON, and says null of what is not known", () => {
  const at = status({
    state: "DEGRADED",
    causes: ["market data outage"],
    ratePerSecond: NaN,
    consumers: [consumerStatus(1), consumerStatus(2, { stalenessNs: undefined, failure: "gone", dropped: 3, lost: 4 })],
  });
  const entered = [{ atMs: 4_000, state: "DEGRADED", causes: ["market data outage"] }] as const;
  assertEquals(JSON.parse(JSON.stringify(pageFrame(at, 7, entered))), {
    frame: 7,
    seconds: 4.21,
    state: "DEGRADED",
    causes: ["market data outage"],
    entered: [{ seconds: 4, state: "DEGRADED", causes: ["market data outage"] }],
    is_stopping: false,
    published: 421_337,
    rate_per_second: null,
    control_gap_ns: 12_100_000,
    producer: { stalls: 0, longest_cycle_ns: 99_100 },
    consumers: [
      {
        consumer: 1,
        lag: 17,
        lag_max: 64,
        lost: 0,
        oldest_undecided_age_ns: 14_200,
        heartbeat_age_ns: 2_000,
        staleness_ns: { p50: 71_200, p99: 143_000, max: 2_300_000 },
        dropped_observations: 0,
        stalls: 0,
        longest_cycle_ns: 412_345,
        failure: null,
      },
      {
        consumer: 2,
        lag: 17,
        lag_max: 64,
        lost: 4,
        oldest_undecided_age_ns: 14_200,
        heartbeat_age_ns: 2_000,
        staleness_ns: null,
        dropped_observations: 3,
        stalls: 0,
        longest_cycle_ns: 412_345,
        failure: "gone",
      },
    ],
  });
});
