import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkSpecification } from "../../../../config/mod.ts";
import { renderSimulationPage } from "../../../../demo/simulate/report/html_report.ts";
import { simulationToJson } from "../../../../demo/simulate/report/json_report.ts";
import { renderSimulation } from "../../../../demo/simulate/report/text_report.ts";
import { planSystem } from "../../../../demo/simulate/simulate_system.ts";
import { claimsOf } from "../../../../demo/simulate/simulation_claims.ts";
import { simulateAtOnce } from "../../../../demo/simulate/simulation_pass.ts";
import type { SimulationResult } from "../../../../demo/simulate/simulation_result.ts";
import { formatNs } from "../../../../demo/terminal/layout/layout.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { htmlProblems, numbersOf, textOf } from "../../html/_html_check.ts";
import { eventful, result } from "../_results.ts";
import { FakeFiles } from "../../terminal/files/_fake_files.ts";
import { simulate } from "../_world.ts";

function pageOf(result: SimulationResult) {
  const claims = claimsOf(result, { maxLoss: 0, maxP99Ns: 1_000_000 });
  const json = simulationToJson(result, claims);
  const html = renderSimulationPage(result, { claims, digest: json.digest, replay: "deno task simulate system.json" });
  return { html, json, claims, text: textOf(html) };
}

function run(system: Record<string, unknown>): SimulationResult {
  return simulateAtOnce(planSystem(checkSpecification(system)));
}

/** A page that says what the reports as text and as JSON say. */
function checkPage(result: SimulationResult): string {
  const { html, json, claims, text } = pageOf(result);
  assertEquals(htmlProblems(html), []);
  assertStringIncludes(text, json.digest);
  for (const { claim, held } of claims) assertStringIncludes(text, `${held ? "held" : "NOT HELD"} ${claim}\n`);
  const shown = numbersOf(text);
  for (const consumer of json.consumers) {
    const { delivered, lost, backlog, overruns, needed_capacity, published, capacity } = consumer;
    for (const value of [delivered, lost, backlog, needed_capacity, published, capacity]) {
      assert(shown.has(String(value)), `${consumer.name}: ${value} is missing`);
    }
    assert(shown.has(String(overruns)) || overruns === 0, `${overruns} overruns are missing`);
    for (const ages of [consumer.staleness_ns, consumer.latency_ns]) {
      for (const ns of Object.values(ages ?? {})) assertStringIncludes(text, formatNs(ns));
    }
    for (const ns of [consumer.first_overrun_ns, consumer.predicted_first_overrun_ns]) {
      assertStringIncludes(text, ns === null ? "never" : formatNs(ns));
    }
  }
  const report = renderSimulation(result, { width: 80, palette: PLAIN, claims, digest: json.digest, replay: "" });
  const said = report.replace(/^Backlog over time[^]*?\n\n(?=[A-Z])/m, "");
  assertEquals([...numbersOf(said)].filter((number) => !shown.has(number)), [], "numbers of the text that are missing");
  return text;
}

Deno.test("renderSimulationPage says what the reports as text and as JSON say", () => {
  checkPage(result());
  const text = checkPage(eventful());
  assertStringIncludes(text, "NOT HELD");
});

const FEEDS: Record<string, unknown>[] = [
  { model: "constant", rate: "1M/s" },
  { model: "poisson", rate: "900k/s" },
  { model: "on-off", burst: 200, rate: "2M/s", every: "1ms" },
  { model: "hawkes", rate: "100k/s", branching: 0.9, decay: "30k/s" },
];

Deno.test("renderSimulationPage draws any system: feeds, pauses, gaps, failures, warm-up and checks", () => {
  for (const feed of FEEDS) {
    checkPage(run({
      ring: { capacity: 64 },
      feed,
      consumers: [
        { name: "fast", service: "200ns", onOverrun: "skip-to-oldest" },
        { name: "slow", service: { perEvent: { median: "1us", p99: "9us" }, perPass: "1us", maxBatch: 8 } },
        {
          name: "gone",
          service: "5us",
          onOverrun: { leave: 2 },
          pauses: [{ at: "1ms", for: "200us" }],
          afterGap: { provisionalFor: "100us" },
        },
      ],
      failures: [{ kind: "market-data-outage", from: "2ms", to: "3ms" }],
      warmup: { ticks: 5, tick: "100us" },
      checks: { lag: 0.75 },
      duration: "5ms",
      seed: 7,
    }));
  }
  const steps = { model: "steps", perStep: 8 };
  checkPage(run({ ring: { capacity: 8 }, feed: steps, consumers: [{ name: "a", polls: 3 }], duration: "50ms" }));
  const burst = { model: "on-off", burst: 1, rate: "1k/s", bursts: 1 };
  checkPage(run({ ring: { capacity: 8 }, feed: burst, consumers: [{ name: "one event", service: 0 }] }));
});

Deno.test("renderSimulationPage escapes names, whatever they are", () => {
  const names = ["<script>alert(1)</script>", "\u{1f680} \u{1f1e8}\u{1f1ed} 市场", "a".repeat(64), `"&'`];
  const consumers = names.map((name) => ({ name, service: "2us", onOverrun: "skip-to-head" }));
  const feed = { model: "poisson", rate: "600k/s" };
  const { html, text } = pageOf(run({ ring: { capacity: 16 }, feed, consumers, duration: "2ms" }));
  assertEquals(htmlProblems(html), []);
  assertEquals(html.includes("<script"), false);
  for (const name of names) assertStringIncludes(text, name);
});

Deno.test("renderSimulationPage is bounded, however many events", () => {
  const consumers = [{ name: "a", service: "1us", onOverrun: "skip-to-oldest" }];
  const feed = { model: "constant", rate: "1M/s", events: 1_000_000 };
  const { html, json } = pageOf(run({ ring: { capacity: 64 }, feed, consumers }));
  assertEquals(json.feed.events, 1_000_000);
  assert(html.length < 250_000, `${html.length} characters`);
  assertEquals(htmlProblems(html), []);
});

const ARGS = ["--arrivals", "on-off:burst=2000,rate=2M/s", "--consumer", "execution:800ns"];

Deno.test("simulate --html writes a page beside the report, and in its place where FILE is -", async () => {
  const { status, stdout, files } = await simulate([...ARGS, "--html", "out/page.html"]);
  const text = textOf(files.content.get("out/page.html") ?? "");
  assertEquals(status, 0);
  assertStringIncludes(stdout, "Age of events");
  assertStringIncludes(text, `deno task simulate ${ARGS.join(" ")}\n`);
  const printed = await simulate([...ARGS, "--html", "-"]);
  assert(printed.status === 0 && printed.stdout === files.content.get("out/page.html"), "the same page");
  const beside = await simulate([...ARGS, "--json", "--html", "page.html"]);
  assert(beside.files.content.get("page.html") === printed.stdout, "the same page again");
  assertStringIncludes(text, JSON.parse(beside.stdout).digest);
});

Deno.test("simulate --html says on standard error why it fails, and that the page could not be written", async () => {
  const missed = await simulate([...ARGS, "--capacity", "64", "--max-loss", "0", "--html", "-"]);
  assertEquals(missed.status, 1);
  assertStringIncludes(missed.stderr, "not held: execution loses");
  const full = await simulate([...ARGS, "--html", "page.html"], {
    files: Object.assign(new FakeFiles(), { fault: "replace" as const }),
  });
  assertEquals([full.status, full.stderr], [2, "error: --html: cannot write page.html: no space left\n"]);
});

Deno.test("simulate refuses two reports, and one file for two", async () => {
  const refused: [args: string[], message: string][] = [
    [["--json", "--html", "-"], "--json and --html - both say what is printed: give one of them"],
    [["--brief", "--html", "-"], "--brief and --html - both say what is printed: give one of them"],
    [["--hgrm", "-", "--html", "-"], "--hgrm - and --html - both say what is printed: give one of them"],
    [["--hgrm", "a", "--html", "a"], "--html and --hgrm must name different files, got a and a"],
    [["--html"], "--html needs a value: a path, or - for standard output"],
  ];
  for (const [args, message] of refused) {
    const { status, stderr, stdout } = await simulate([...ARGS, ...args]);
    assertEquals([status, stderr, stdout], [2, `error: ${message}\n`, ""]);
  }
});
