import { assertEquals, assertStringIncludes } from "@std/assert";
import { labelOf, namesOf, verdictAtEnd, verdictOf } from "../../../../../demo/live/page/client/verdict.ts";
import type { ConsumerStatus, LiveStatus } from "../../../../../demo/live/plane/live_status.ts";
import { liveToJson } from "../../../../../demo/live/view/live_json.ts";
import { eventfulResult, result } from "../../_results.ts";
import { consumerStatus } from "../../_statuses.ts";
import { frame, history, run } from "./_frames.ts";

const RUN = run();

function consumers(one: Partial<ConsumerStatus>, other: Partial<ConsumerStatus> = {}): Partial<LiveStatus> {
  return { consumers: [consumerStatus(1, one), consumerStatus(2, other)] };
}

Deno.test("verdictOf says the worst that there is, and then what is less bad", () => {
  const cases: readonly (readonly [changes: Partial<LiveStatus>, sentence: string])[] = [
    [
      { ...consumers({ failure: "no memory", heartbeatNs: 9e9 }, { lost: 5 }), isStopping: true },
      "Consumer 1 ended by itself.",
    ],
    [{ ...consumers({ heartbeatNs: 9e9 }), isStopping: true }, "The run is being shut down."],
    [consumers({ heartbeatNs: 9e9 }, { lost: 5 }), "Consumer 1 does not poll."],
    [consumers({ heartbeatNs: 9e9 }, { heartbeatNs: 2e9 }), "Consumer 1 and consumer 2 do not poll."],
    [{ ...consumers({}, { lost: 5 }), state: "DEGRADED", causes: ["x"] }, "Consumer 2 loses events."],
    [
      { state: "DEGRADED", causes: ["market data outage", "halt"] },
      "DEGRADED by market data outage and halt: no decision is live.",
    ],
    [{ state: "WARMUP" }, "Warming up: no decision is live yet."],
    [{}, "All consumers keep up."],
    [{ consumers: [consumerStatus(1)] }, "The consumer keeps up."],
  ];
  for (const [changes, sentence] of cases) assertEquals(verdictOf(RUN, history(frame(0, changes))).sentence, sentence);
  const many = { consumers: [1, 2, 3, 4, 5].map((n) => consumerStatus(n, { lost: n - 1 })) };
  assertEquals(verdictOf(run(), history(frame(0, many))).sentence, "4 of 5 consumers lose events.");
  assertEquals(verdictOf(RUN, history()).sentence, "The threads are starting.");
});

Deno.test("verdictOf forgives a loss after five seconds, and goes on to say how great it was", () => {
  const frames = Array.from({ length: 12 }, (_, n) => frame(n, consumers({ lost: n < 1 ? 0 : 1_234 })));
  assertEquals(verdictOf(RUN, history(...frames.slice(0, 2))), {
    sentence: "Consumer 1 loses events.",
    reason: "1,234 in the last 5 s, 1,234 so far. The producer waits for nobody: it overwrites what has not been read.",
  });
  assertEquals(verdictOf(RUN, history(...frames)), {
    sentence: "All consumers keep up.",
    reason: "1,234 events lost so far, none in the last 5 s.",
  });
});

Deno.test("verdictOf of a page that came late counts as lost lately what it has seen", () => {
  const late = history(frame(50, consumers({ lost: 1_000 })), frame(51, consumers({ lost: 1_007 })));
  assertStringIncludes(verdictOf(RUN, late).reason, "7 in the last 5 s, 1,007 so far.");
});

Deno.test("verdictAtEnd says why the run ended and whether it adds up", () => {
  const json = liveToJson(result());
  assertEquals(verdictAtEnd({ frame: 3, seconds: 10, result: json }), {
    sentence: "The run has ended, as planned. Every event is accounted for.",
    reason:
      "After 10.0 s, with 1,000,000 events published. The whole report is in the terminal; this page stays as it is.",
  });
  const bad = verdictAtEnd({ frame: 3, seconds: 2, result: liveToJson(eventfulResult()) });
  assertEquals(bad.sentence, "The run has ended, because something failed. Not every event is accounted for.");
  assertStringIncludes(bad.reason, "no memory left");
});

Deno.test("labelOf and namesOf name consumers in a sentence", () => {
  assertEquals([labelOf(RUN, 2), namesOf([]), namesOf(["a"]), namesOf(["a", "b", "c"])], [
    "consumer 2",
    "",
    "a",
    "a, b and c",
  ]);
});
