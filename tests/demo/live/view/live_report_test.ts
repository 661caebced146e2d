import { assertEquals, assertMatch } from "@std/assert";
import { liveToJson } from "../../../../demo/live/view/live_json.ts";
import { renderLiveReport } from "../../../../demo/live/view/live_report.ts";
import type { LiveResult } from "../../../../demo/live/plane/live_result.ts";
import { layOutJson } from "../../../../demo/terminal/layout/json_layout.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { GoldenFiles } from "../../_golden.ts";
import { eventfulResult, feedResult, hiccups, result } from "../_results.ts";
import { plan } from "../_statuses.ts";

// Reports of results that are written down here, byte for byte. To write the files anew:
//
//   deno test --allow-read --allow-write tests/demo/live/view/live_report_test.ts -- --update

const golden = new GoldenFiles(new URL("../golden/report/", import.meta.url));
const OPTIONS = { width: 80, palette: PLAIN };

const unpaced = result({
  plan: plan({ rate: "max", seconds: 3.5, consumers: 1 }),
  endedBy: "interrupt",
  hiccups: hiccups(),
  consumers: result().consumers.slice(0, 1).map((consumer) => ({ ...consumer, scheduledNs: undefined })),
});

for (
  const [name, run] of [["calm", result()], ["unpaced", unpaced], ["eventful", eventfulResult()], [
    "fed",
    feedResult(),
  ]] as const
) {
  golden.test(`${name}.txt`, `report of a run that was ${name}`, () => renderLiveReport(run, OPTIONS));
  golden.test(`${name}.json`, `JSON of a run that was ${name}`, () => layOutJson(liveToJson(run)));

  Deno.test(`renderLiveReport of a run that was ${name} fits into 80 columns`, () => {
    for (const line of renderLiveReport(run, OPTIONS).split("\n")) assertEquals(line.length <= 80, true, line);
  });
}
golden.testNoOther();

Deno.test("renderLiveReport shows the first and the last states of a run that went back and forth", () => {
  const states = Array.from({ length: 1_000 }, (_, n) => {
    return n % 2 === 0
      ? { atMs: 1_000 * n, state: "DEGRADED" as const, causes: [`cause ${n}`] }
      : { atMs: 1_000 * n, state: "READY" as const, causes: [] };
  });
  const words = (run: LiveResult) => renderLiveReport(run, OPTIONS).replaceAll(/\s+/g, " ");
  const shown = words(result({ states }));
  assertMatch(shown, /READY from 11\.0 s, 976 more that --json has, DEGRADED from 988\.0 s \(cause 988\), READY/);
  assertEquals(shown.includes("cause 10)") && !shown.includes("cause 12)") && !shown.includes("cause 986)"), true);
  assertEquals(words(result({ states: states.slice(0, 25) })).includes("more that"), false);
  assertEquals(liveToJson(result({ states })).states.length, 1_000);
});

Deno.test("renderLiveReport shows the first halts of a run with many, and how many more there are", () => {
  const halts = Array.from({ length: 1_000 }, (_, n) => ({
    atMs: 1_000 * n,
    causes: ["health check staleness", "health check lag", "market data outage"],
    tookNs: 100,
    liveAfter: n,
    timeToHaltNs: 10 * n,
  }));
  const text = renderLiveReport({ ...result(), halts }, OPTIONS);
  for (const line of text.split("\n")) assertEquals(line.length <= 80, true, line);
  const words = text.replaceAll(/\s+/g, " ");
  assertMatch(words, /- 0\.0 s, health check staleness, health check lag, market data outage: no live ack after it/);
  assertMatch(words, /- 1\.0 s, .*: 1 live ack after it, the last after 10 ns/);
  assertMatch(words, /- 11\.0 s, .*: 11 live acks after it, the last after 110 ns 988 more that --json has/);
});

Deno.test("renderLiveReport of a run that never left READY says so, and of one with dropped observations what that means", () => {
  assertMatch(renderLiveReport({ ...result(), halts: [] }, OPTIONS), /the system never left READY/);
  const consumers = result().consumers.map((consumer) => ({ ...consumer, dropped: 7 }));
  assertMatch(
    renderLiveReport({ ...result(), consumers }, OPTIONS),
    /of the acks observed: 14 were dropped, and may have been live/,
  );
});
