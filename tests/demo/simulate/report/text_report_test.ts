import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayWidth } from "../../../../demo/terminal/layout/display_width.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { renderBriefSimulation } from "../../../../demo/simulate/report/brief_report.ts";
import { renderSimulation } from "../../../../demo/simulate/report/text_report.ts";
import { claimsOf } from "../../../../demo/simulate/simulation_claims.ts";
import type { SimulationResult } from "../../../../demo/simulate/simulation_result.ts";
import { consumer, eventful, LAWS, result, seen, SPECIFICATION } from "../_results.ts";

function render(one: SimulationResult, how = renderSimulation, width = 80): string {
  const claims = claimsOf(one, { maxLoss: 0, maxP99Ns: 1 });
  return how(one, { width, palette: PLAIN, claims, digest: "0123456789abcdef", replay: "deno task simulate a.json" });
}

/** A system of so many consumers, all with long names. */
function crowd(count: number): SimulationResult {
  const names = Array.from({ length: count }, (_, n) => `a-consumer-with-a-long-name-${n}`);
  return result(
    {
      specification: { ...SPECIFICATION, consumers: names.map((name) => consumer(name)) },
      laws: names.map(() => LAWS),
    },
    { consumers: names.map((name) => seen(name)) },
  );
}

const RESULTS: Record<string, SimulationResult> = { calm: result(), eventful: eventful(), crowded: crowd(20) };

for (const [name, one] of Object.entries(RESULTS)) {
  Deno.test(`the report of a run that is ${name} stays within its width, and ends no line in a space`, () => {
    for (const width of [64, 80]) {
      for (const how of [renderSimulation, renderBriefSimulation]) {
        for (const line of render(one, how, width).split("\n")) {
          assert([...line].length <= width, `${[...line].length}: ${line}`);
          assertEquals(line, line.trimEnd());
        }
      }
    }
  });

  Deno.test(`the brief report of a run that is ${name} leaves a line of 24 for the prompt and one for the command`, () => {
    const lines = render(one, renderBriefSimulation).trimEnd().split("\n");
    assert(lines.length <= 22, `${lines.length} lines`);
  });
}

Deno.test("the report says plainly that a load is unstable, and recommends no ring for it", () => {
  const text = render(eventful());
  assertStringIncludes(text, "risk: unstable: the backlog grows by 3,050 a second, and no ring is enough");
  assert(!text.includes("risk: a ring of"));
});

Deno.test("the report recommends a ring where one is enough and this one is not", () => {
  const laws = [{ ...LAWS, isStable: undefined, neededCapacity: 5_000, firstOverrunNs: 5 }];
  assertStringIncludes(render(result({ laws })), "execution: a ring of 8,192 is enough for this feed; it has 4,096");
  const behind = [{ ...laws[0], isDrained: false }];
  assertStringIncludes(render(result({ laws: behind })), "execution: needs 5,000 and ends behind");
});

Deno.test("the report explains only the marks that appear", () => {
  const [calm, noisy] = [render(result()), render(eventful())];
  for (const mark of ["▲ ", "× ", "≠ "]) assertEquals([calm.includes(mark), noisy.includes(mark)], [false, true], mark);
});

Deno.test("a chart with nothing to see costs one line", () => {
  const lagMax = new Float64Array(100).fill(2);
  const { intervals } = seen("execution");
  const quiet = result({}, { consumers: [seen("execution", { lagMax: 2, intervals: { ...intervals, lagMax } })] });
  assertStringIncludes(
    render(quiet),
    "Backlog over time\n  execution at most 2 of 4,096: too little to draw\n  READY throughout\n\n",
  );
});

Deno.test("the report of a capture says that a row is a packet", () => {
  const text = render(result({ feed: { ...result().feed, isPackets: true } }));
  assertStringIncludes(text, "200,000 packets in 9.90 s");
  assertStringIncludes(text, "  A row is a packet of the capture, which may carry several messages.\n");
});

Deno.test("the report of a run that was cut short says so, and how far it came", () => {
  const cut = { ...result(), interruptedNs: 1_500_000_000 };
  for (const how of [renderSimulation, renderBriefSimulation]) {
    assertStringIncludes(render(cut, how), "interrupted: only 1.50 s were simulated\n");
  }
});

Deno.test("the report of a feed without an event has something to say", () => {
  const feed = { ...result().feed, firstNs: undefined, lastNs: undefined, spanNs: undefined, peaks: [] };
  const none = result({ feed, laws: [{ ...LAWS, load: undefined }] }, {
    published: 0,
    endNs: 0,
    lastArrivalNs: undefined,
    consumers: [seen("execution", { delivered: 0, live: 0, busyNs: 0 })],
  });
  assertStringIncludes(render(none), "Feed");
  assertStringIncludes(render(none), "  0 events\n");
});

Deno.test("a window that had too many events to be counted is a dash, and the report says why", () => {
  const peaks = [{ windowNs: 1e4, events: 9 }, { windowNs: 5e9, events: undefined }];
  const text = render(result({ feed: { ...result().feed, peaks } }));
  assertStringIncludes(text, "-: more than 16,777,216 events in a window, too many to keep their times\n");
});

Deno.test("a report stays within its width whatever names are written in", () => {
  const names = ["名".repeat(32), "🙂".repeat(32), "コンシューマー", "b"];
  const one = result(
    {
      specification: { ...SPECIFICATION, consumers: names.map((name) => consumer(name)) },
      laws: names.map(() => LAWS),
    },
    { consumers: names.map((name) => seen(name)) },
  );
  for (const how of [renderSimulation, renderBriefSimulation]) {
    for (const line of render(one, how).split("\n")) assert(displayWidth(line) <= 80, line);
  }
});
