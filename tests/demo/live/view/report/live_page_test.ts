import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LiveResult } from "../../../../../demo/live/plane/live_result.ts";
import { renderLiveReport } from "../../../../../demo/live/view/live_report.ts";
import { renderLivePage } from "../../../../../demo/live/view/report/live_page.ts";
import { viewOfLive } from "../../../../../demo/live/view/report/view_of_live.ts";
import { PLAIN } from "../../../../../demo/terminal/layout/palette.ts";
import { htmlProblems, numbersOf, textOf } from "../../../html/_html_check.ts";
import { columnsOf, consumerReport, consumerResult, feedResult, result } from "../../_results.ts";
import { plan } from "../../_statuses.ts";

/** The page of a result, which says every number and every sentence of the report as text. */
function checkPage(run: LiveResult): string {
  const html = renderLivePage(run, "deno task live --seconds 10");
  assertEquals(htmlProblems(html), []);
  const text = textOf(html);
  const report = renderLiveReport(run, { width: 10_000, palette: PLAIN });
  const shown = numbersOf(text);
  assertEquals([...numbersOf(report)].filter((number) => !shown.has(number)), []);
  for (const [, sentence] of report.matchAll(/^ {2}- (.*)$/gm)) assertStringIncludes(text, sentence);
  return text;
}

const LOSING = consumerResult(2, {
  report: consumerReport({
    delivered: 900_000,
    live: 850_000,
    lost: 90_000,
    overwritten: 9_000,
    left: 1_000,
    overruns: 7,
    episodes: 3,
  }),
  columns: { ...columnsOf(100, 10_000), overruns: columnsOf(100, 1).live, undeliverable: columnsOf(100, 990).live },
});

Deno.test("renderLivePage says what the report as text says", () => {
  assertStringIncludes(checkPage(result()), "The run lost nothing of 1,000,000 events");
  assertStringIncludes(checkPage(result({ consumers: [consumerResult(1), LOSING] })), "lost 99,000 for consumer 2");
  checkPage(feedResult());
});

Deno.test("renderLivePage puts the law first where there is one", () => {
  const text = checkPage(feedResult());
  assertStringIncludes(text, "The law said a greatest lag of 402. The run had 417. It lost nothing");
});

Deno.test("renderLivePage tells of what failed, and of what is not known", () => {
  const failed = result({
    consumers: [consumerResult(1), consumerResult(2, { report: undefined })],
    producer: undefined,
    hiccups: undefined,
    failures: ["consumer 2: <script>"],
    endedBy: "failure",
  });
  const text = checkPage(failed);
  assertStringIncludes(text, "The run failed");
  assertStringIncludes(text, "consumer 2: <script>");
  assertStringIncludes(text, "NOT HELD consumer 2: published = delivered + lost + left");
});

Deno.test("renderLivePage draws no law for a run that has none, and a bounded page for a long one", () => {
  const html = renderLivePage(result(), "");
  assertEquals(html.includes("the law:"), false);
  const many = Array.from({ length: 16 }, (_, n) => consumerResult(n + 1, { columns: columnsOf(512, 1_000) }));
  const crowded = renderLivePage(result({ plan: plan({ consumers: 16 }), consumers: many }), "");
  assertEquals(htmlProblems(crowded), []);
  assert(crowded.length < 1_000_000, `${crowded.length} characters`);
});

Deno.test("viewOfLive has as many overruns as there were, where they were noticed, and the last without an end", () => {
  const overruns = Float64Array.of(0, 2, 0, 1, 40, 40);
  const undeliverable = Float64Array.of(0, 20, 0, 7, 500, 500);
  const columns = { ...columnsOf(6, 1_000), overruns, undeliverable };
  const report = consumerReport({ lost: 27, overwritten: 1_000, overruns: 83, episodes: 4 });
  const { episodes } = viewOfLive(result({ consumers: [consumerResult(1, { report, columns })] }), 0);
  assertEquals(episodes.map(({ from }) => Math.floor(from)), [1, 1, 3, 4]);
  assertEquals(episodes.map(({ to }) => to === undefined), [false, false, false, true]);
  const html = renderLivePage(result({ consumers: [consumerResult(1, { report, columns })] }), "");
  assertEquals(html.includes("never overrun"), false);
  assertEquals(renderLivePage(result(), "").includes("never overrun"), true);
});

Deno.test("viewOfLive writes the answer to an overrun as the command line does, as every view", () => {
  const run = feedResult();
  const [consumer] = run.plan.system!.consumers;
  const system = { ...run.plan.system!, consumers: [{ ...consumer, onOverrun: { leave: 3 } }] };
  assertEquals(viewOfLive({ ...run, plan: { ...run.plan, system } }, 0).policy, "leave: 3");
  assertEquals(viewOfLive(result(), 0).policy, result().plan.onOverrun);
});

Deno.test("viewOfLive has an account that adds up, and states without gaps", () => {
  for (const run of [result(), result({ consumers: [LOSING] }), feedResult()]) {
    const { account, states, count } = viewOfLive(run, 0);
    assertEquals(account.events, account.live + account.provisional + account.lost + account.waiting);
    assertEquals([states[0].from, states[states.length - 1].to], [0, count]);
    states.forEach(({ from, to }, n) => assert(from < to && (n === 0 || from === states[n - 1].to)));
  }
  const unknown = viewOfLive(result({ consumers: [consumerResult(1, { report: undefined })] }), 0);
  assertEquals(unknown.account.events, 1_000_000);
});
