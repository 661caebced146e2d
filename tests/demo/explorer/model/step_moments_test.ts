import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { FailureSchedule } from "../../../../control/mod.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { momentsOf } from "../../../../demo/explorer/model/step_moments.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import type { Track } from "../../../../demo/system/run_record.ts";
import { simulate } from "../../../../demo/system/simulation.ts";
import { accountsOf } from "../../../../demo/system/summary.ts";
import { OVERRUN_POLICIES } from "../../../../mod.ts";
import { requestOf } from "./_requests.ts";

/** Checks the moments of every step against the record: nothing of them is read from its columns of that step. */
function checkMoments(tracks: readonly Track[]): void {
  tracks.forEach((track, n) => {
    const { run, consumer: { steps, plan } } = track;
    const { lost } = accountsOf(track);
    let [head, cursor] = [0, 0];
    for (let step = 0; step < run.ingested.length; step++) {
      const moments = momentsOf({ tracks }, n, step);
      const count = (...kinds: string[]) => moments.filter(({ kind }) => kinds.includes(kind)).length;
      assertEquals(moments.length, run.ingested[step] + plan.polls[step]);
      assertEquals(
        [count("published"), count("read"), count("empty"), count("resumed", "stalled")],
        [run.ingested[step], steps.acks[step], steps.emptyPolls[step], steps.overruns[step]],
      );
      assertEquals(moments.filter(({ live }) => live).length, steps.executedAcks[step]);
      let lostBefore = lost[step - 1] ?? 0;
      for (const { kind, sequence, head: after, cursor: next, lost, lostNow } of moments) {
        if (kind === "published") assertEquals([sequence, after], [head, head + 1]);
        if (kind === "read") assertEquals([sequence, next], [cursor, cursor + 1]);
        if (kind === "resumed") assertEquals(sequence, next);
        assertEquals(lost - lostBefore, lostNow);
        assert(next <= after);
        [head, cursor, lostBefore] = [after, next, lost];
      }
      assertEquals([head - cursor, lostBefore], [steps.backlog[step], lost[step]], `step ${step} of ${track.name}`);
    }
  });
}

for (const { id } of SCENARIOS) {
  Deno.test(`the moments of each step of ${id} end as the record has it`, () => {
    for (const policy of OVERRUN_POLICIES) {
      for (
        const more of [
          "",
          "&capacity=4&ingest=9",
          "&fork=10:ingest=30&fork=25:pause=5&fork=30:polls=40&fork=35:outage=5",
        ]
      ) {
        checkMoments(runRequest(requestOf(`#${id}&on-overrun=${policy}${more}`)).tracks);
      }
    }
  });
}

Deno.test("the moments of each step of any plan end as the record has it", () => {
  const counts = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(counts, fc.nat(4), fc.constantFrom(...OVERRUN_POLICIES), (counts, log, onOverrun) => {
      const run = simulate({
        capacity: 2 ** log,
        payloadWords: 1,
        warmupTicks: 3,
        stepNs: 1_000,
        seed: 1,
        ingest: Int32Array.from(counts, ([events]) => events),
        consumers: [{ name: "a", polls: Int32Array.from(counts, ([, polls]) => polls), onOverrun }],
        failures: new FailureSchedule({ totalSteps: counts.length, injections: [] }),
      });
      checkMoments([{ name: "a", run, consumer: run.consumers[0] }]);
    }),
  );
});

Deno.test("momentsOf tells of an overrun event by event", () => {
  const { tracks } = runRequest(requestOf("#producer-heavy&on-overrun=skip-to-head"));
  const moments = momentsOf({ tracks }, 0, 12);
  assertEquals(
    moments.map(({ kind, sequence, lostNow, head, cursor, lost }) =>
      `${kind} ${sequence} ${lostNow}: ${head} ${cursor} ${lost}`
    ),
    [
      ...[96, 97, 98, 99].map((sequence) => `published ${sequence} 0: ${sequence + 1} 36 0`),
      ...[100, 101, 102, 103].map((sequence, n) => `published ${sequence} 1: ${sequence + 1} 36 ${n + 1}`),
      "resumed 104 64: 104 104 68",
      "empty undefined 0: 104 104 68",
      "empty undefined 0: 104 104 68",
    ],
  );
});

Deno.test("momentsOf lists nothing of a run by times, of a step that there is not, and of too much", () => {
  assertEquals(momentsOf(runRequest(requestOf("#itch-burst")), 0, 0), []);
  const { tracks } = runRequest(requestOf("#balanced&ingest=10000&polls=0&steps=2"));
  assertEquals(momentsOf({ tracks }, 0, 0).length, 10_000);
  assertEquals([momentsOf({ tracks }, 0, 2), momentsOf({ tracks }, 1, 0)], [[], []]);
  assertEquals(momentsOf(runRequest(requestOf("#balanced&ingest=10001&polls=0&steps=2")), 0, 0), []);
});
