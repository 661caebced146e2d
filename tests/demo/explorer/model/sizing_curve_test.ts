import { assert, assertEquals } from "@std/assert";
import { sizeSystem } from "../../../../demo/capacity/size_system.ts";
import { SIZED_POLICIES } from "../../../../demo/capacity/sizing_result.ts";
import type { ExplorerRun } from "../../../../demo/explorer/model/explorer_run.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { type RunSizing, sizeRun } from "../../../../demo/explorer/model/sizing_curve.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { OVERRUN_POLICIES } from "../../../../mod.ts";
import { requestOf, systemRequest } from "./_requests.ts";

/** Sizes a consumer at once. */
function sizingOf(run: ExplorerRun, consumer: number, files?: ReadonlyMap<string, Uint8Array>): RunSizing {
  const pieces = sizeRun(run, consumer, files);
  let last = 0;
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
    assert(value >= last && value <= 1, `${last}, ${value}`);
    last = value;
  }
}

for (const { id } of SCENARIOS) {
  Deno.test(`sizeRun says of ${id} what runs with these rings and policies come to`, () => {
    const run = runRequest(requestOf(`#${id}`));
    const consumer = run.views.length - 1;
    const { needed, curves } = sizingOf(run, consumer);
    assertEquals(needed, run.stable[consumer] === false ? undefined : run.needed[consumer]);
    assertEquals(curves.map(({ policy }) => policy), [...OVERRUN_POLICIES]);
    for (const { policy, points } of curves) {
      assert(points.length > 1 && points.length <= 10);
      for (const { capacity, lost, events, p99Ns } of points) {
        assertEquals(
          lost > 0,
          capacity < run.needed[consumer],
          "an overrun if and only if the ring is less than the needed one",
        );
        if (!run.areConsumers) continue; // its other views have other rings or policies
        const other = runRequest(requestOf(`#${id}&capacity=${capacity}&on-overrun=${policy}`));
        const { account } = other.views[consumer];
        const { staleness } = other.tracks[consumer].consumer;
        assertEquals([lost, events, p99Ns], [account.lost, account.events, staleness?.p99Ns]);
      }
    }
  });
}

Deno.test("sizeRun says of a system what the sizing of the command line says", async () => {
  const system = {
    ring: { capacity: 16 },
    feed: { model: "on-off", burst: 300, rate: "2M/s", every: "1ms" },
    consumers: [
      { name: "a", service: "800ns", onOverrun: "skip-to-head", afterGap: { provisionalFor: "1ms" } },
      { name: "b", service: { perEvent: { median: "1us", p99: "9us" }, maxBatch: 8 }, onOverrun: { leave: 2 } },
    ],
    duration: "20ms",
    seed: 3,
  };
  const run = runRequest(systemRequest(system));
  const { consumers } = await sizeSystem(system);
  consumers.forEach(({ rings, laws: [{ neededCapacity }] }, n) => {
    const { needed, curves } = sizingOf(run, n);
    assertEquals(needed, neededCapacity);
    for (const { policy, points } of curves) {
      assertEquals(points.at(-1)?.lost, 0);
      for (const { capacity, lost, p99Ns, events } of points) {
        const ring = rings.find((ring) => ring.capacity === capacity);
        if (ring === undefined) continue;
        const sized = ring.policies[SIZED_POLICIES.indexOf(policy)];
        assertEquals([lost, p99Ns, events], [sized.lost, sized.p99Ns, 6_000]);
      }
    }
  });
});

Deno.test("sizeRun reads files, says nothing of ages where nothing is decided, and bounds its work", () => {
  const files = new Map([["f.csv", new TextEncoder().encode("0\n0\n0\n5\n")]]);
  const feed = { model: "recorded", file: "f.csv" };
  const recorded = runRequest(systemRequest({ feed, consumers: [{ name: "a", service: "1us" }] }), files);
  const sizing = sizingOf(recorded, 0, files);
  assertEquals([sizing.needed, sizing.curves[0].points.map(({ capacity }) => capacity)], [3, [1, 2, 4, 8]]);
  const idle = sizingOf(runRequest(requestOf("#balanced&polls=0")), 0);
  assertEquals(idle.curves.map(({ points }) => points[0].p99Ns), [undefined, undefined, undefined]);
  assertEquals(idle.curves[0].points.at(-1), { capacity: 512, lost: 0, events: 250, p99Ns: undefined });
  const large = sizingOf(runRequest(requestOf("#balanced&ingest=39000&polls=0")), 0);
  assertEquals(large.curves[0].points.map(({ capacity }) => capacity), [17, 18, 19, 20].map((n) => 2 ** n));
});
