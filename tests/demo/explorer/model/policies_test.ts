import { assert, assertEquals } from "@std/assert";
import { runPolicies } from "../../../../demo/explorer/model/policies.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { OVERRUN_POLICIES } from "../../../../mod.ts";
import { requestOf, systemRequest } from "./_requests.ts";

Deno.test("runPolicies has a run by steps under each policy, with its options and forks, and the run itself", () => {
  for (const { id } of SCENARIOS) {
    for (const options of ["", "&capacity=16&ingest=20&on-overrun=skip-to-oldest", "&fork=20:ingest=30"]) {
      const run = runRequest(requestOf(`#${id}${options}`));
      const runs = runPolicies(run);
      assertEquals(runs.map(({ policy }) => policy), [...OVERRUN_POLICIES]);
      for (const { policy, run: other } of runs) {
        const { digest } = runRequest(requestOf(`#${id}${options.replace(/&on.*/, "")}&on-overrun=${policy}`));
        assertEquals([other.digest, other.views[0].policy], [digest, policy]);
        assert(other.claims.every(({ held }) => held));
      }
      assert(runs.some(({ run: other }) => other === run));
    }
  }
});

Deno.test("runPolicies has a run by times under each policy for all its consumers, with its forks at the same times", () => {
  const system = {
    ring: { capacity: 16 },
    feed: { model: "recorded", file: "feed.csv" },
    consumers: [
      { name: "a", service: "2us", onOverrun: "skip-to-head" },
      { name: "b", service: "3us", onOverrun: { leave: 2 } },
    ],
  };
  const rows = Array.from({ length: 2_000 }, (_, n) => `${n * 1_500}\n`).join("");
  const files = new Map([["feed.csv", new TextEncoder().encode(rows)]]);
  for (const request of [systemRequest(system), requestOf("#itch-burst&capacity=64")]) {
    for (const forks of [[], [{ kind: "pause", at: 10, value: 5 } as const]]) {
      const run = runRequest({ ...request, forks }, files);
      const runs = runPolicies(run, files);
      assertEquals(runs.map(({ policy }) => policy), [...OVERRUN_POLICIES]);
      for (const { policy, run: other } of runs) {
        assertEquals(new Set(other.views.map((view) => view.policy)), new Set([policy]));
        assertEquals([other.name, other.title], [run.name, run.title]);
        const without = (text: string) => text.replace(/"onOverrun": (?:"[^"]*"|\{[^}]*\})/g, "");
        assertEquals(without(other.specification()), without(run.specification()));
      }
    }
  }
});
