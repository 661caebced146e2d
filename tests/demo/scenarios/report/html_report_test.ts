import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../../../demo/scenarios/loads/all_loads.ts";
import { runLoad } from "../../../../demo/scenarios/loads/run_load.ts";
import { renderScenarioPage } from "../../../../demo/scenarios/report/html_report.ts";
import { toJson, type TrackJson } from "../../../../demo/scenarios/report/json_report.ts";
import { renderLoadPage } from "../../../../demo/scenarios/report/load_html.ts";
import { runScenario, type ScenarioChanges } from "../../../../demo/scenarios/scenario.ts";
import { renderText } from "../../../../demo/scenarios/report/text_report.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { simulationToJson } from "../../../../demo/simulate/report/json_report.ts";
import { formatNs } from "../../../../demo/terminal/layout/layout.ts";
import { htmlProblems, numbersOf, tableOf, textOf } from "../../html/_html_check.ts";

function pageOf(id: string, changes: ScenarioChanges = {}) {
  const scenario = SCENARIOS.find((scenario) => scenario.id === id)!;
  const result = runScenario(scenario, changes);
  const json = toJson(result);
  const html = renderScenarioPage(result, { digest: json.digest, replay: `deno task demo ${id}` });
  return { result, json, html, text: textOf(html) };
}

/** The plain numbers of an object, at any depth; lists of steps aside. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value) || value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersIn);
}

const SETTINGS: readonly [string, ScenarioChanges][] = [
  ["its own settings", {}],
  ["a long run", { settings: { totalSteps: 1_000 } }],
  ["no polls", { settings: { pollsPerStep: 0 } }],
  ["no events", { settings: { ingestPerStep: 0 } }],
  ["one step", { settings: { totalSteps: 1 } }],
  ["a large ring", { settings: { ringCapacity: 65_536 } }],
  ["a ring of one", { settings: { ringCapacity: 1 } }],
];

for (const { id } of SCENARIOS) {
  Deno.test(`renderScenarioPage of ${id} is a valid page that says what the report as JSON says`, () => {
    for (const [name, changes] of SETTINGS) {
      const { json, html, text } = pageOf(id, changes);
      assertEquals(htmlProblems(html), [], name);
      assertStringIncludes(text, json.digest);
      for (const { claim, held } of json.claims) assertStringIncludes(text, `${held ? "held" : "NOT HELD"} ${claim}\n`);
      const shown = numbersOf(text);
      const tracks: readonly Omit<TrackJson, "name" | "ring_capacity" | "on_overrun">[] = [
        json,
        ...json.runs ?? [],
        ...json.consumers ?? [],
      ];
      for (const { summary, staleness_ns: staleness, load } of tracks) {
        for (const [key, value] of Object.entries(summary)) {
          if (typeof value === "number") assert(shown.has(String(value)), `${name}: ${key} ${value} is missing`);
        }
        assertStringIncludes(text, summary.final_state);
        for (const key of ["p50", "p90", "p99", "max"] as const) {
          if (staleness !== null) assertStringIncludes(text, formatNs(staleness[key]));
        }
        if (staleness !== null) {
          assertStringIncludes(text, `of ${staleness.events} of ${summary.total_ingested} events`);
        }
        for (const value of [load.needed_capacity, load.sufficient_capacity, load.events_per_step]) {
          if (value !== null) assert(shown.has(String(value)), `${name}: load ${value} is missing`);
        }
      }
      const { injections: _, ...config } = json.config;
      for (const value of numbersIn(config)) assert(shown.has(String(value)), `${name}: setting ${value} is missing`);
    }
  });

  Deno.test(`renderScenarioPage of ${id} has every number of the report as text`, () => {
    const { result, json, html } = pageOf(id);
    const shown = numbersOf(textOf(html));
    const report = renderText(result, { width: 80, palette: PLAIN, digest: json.digest });
    // The axis of the chart, and the scale beside it, are those of another picture.
    const said = report.replace(/^Timeline[^]*?\n\n/m, "");
    assertEquals([...numbersOf(said)].filter((number) => !shown.has(number)), []);
  });
}

Deno.test("renderScenarioPage has the summary of each run and consumer in a table, under its name", () => {
  for (const { id } of SCENARIOS) {
    const { html, json } = pageOf(id);
    const table = tableOf(html, "What became of the events and the polls");
    const tracks = json.runs ?? json.consumers ?? [{ name: [...table.keys()][0], summary: json.summary }];
    assertEquals([...table.keys()], tracks.map(({ name }) => name));
    for (const { name, summary } of tracks) {
      const step = (number: number | null) => number === null ? "never" : `step ${number}`;
      const rows: Record<string, string | number> = {
        "ingested": summary.total_ingested,
        "acks": summary.total_acks,
        "live": summary.executed_acks,
        "provisional": summary.provisional_acks,
        "lost": summary.total_undeliverable,
        "skipped": summary.total_skipped,
        "overwritten": summary.total_overwritten,
        "readable": summary.final_readable,
        "overruns": summary.total_episodes,
        "found by polls": summary.total_overruns,
        "empty polls": summary.total_empty_polls,
        "left unread at the end": summary.final_backlog,
        "first overwritten, by the law": step(summary.predicted_first_overwritten_step),
        "first overwritten, as seen": step(summary.first_overwritten_step),
        "found lost by polls": summary.total_lost,
        "state at the end": summary.final_state,
      };
      for (const [row, value] of Object.entries(rows)) assertEquals(table.get(name)?.get(row), String(value), row);
      const law = tableOf(html, "First overrun: what the law says, and what was seen");
      assertEquals(law.get("predicted")?.get(name), step(summary.predicted_first_overrun_step));
      assertEquals(law.get("observed")?.get(name), step(summary.first_overrun_step));
    }
  }
});

Deno.test("renderScenarioPage says at once what the law said and what was seen, also where they differ", () => {
  const { html, result } = pageOf("producer-heavy");
  assertStringIncludes(textOf(html), "The law said step 12. The run was overrun in step 12");
  const [track] = result.tracks;
  const overruns = track.consumer.steps.overruns.map((count, step) => step < 14 ? 0 : count);
  const steps = { ...track.consumer.steps, overruns };
  const wrong = { ...result, tracks: [{ ...track, consumer: { ...track.consumer, steps } }] };
  const text = textOf(renderScenarioPage(wrong, { digest: "0", replay: "" }));
  assertStringIncludes(text, "The law said step 12, but the run was");
  assertStringIncludes(text, "step 14");
});

Deno.test("renderScenarioPage of runs side by side says which lost what", () => {
  const { text } = pageOf("overrun-recovery");
  assertStringIncludes(text, "The law said step 12 for all 3. So it was: stall lost 300, skip-to-head lost 204");
  assertStringIncludes(pageOf("fan-out").text, "The law said: fast never, slow step 10, paused step 37. So it was");
});

Deno.test("renderScenarioPage is bounded, however long the run", () => {
  for (const id of ["producer-heavy", "chaos"]) {
    const { html } = pageOf(id, { settings: { totalSteps: 100_000 } });
    assert(html.length < 400_000, `${id}: ${html.length} characters`);
    assertEquals(htmlProblems(html), []);
  }
});

for (const scenario of LOAD_SCENARIOS.filter(({ id }) => id !== "quiet-session")) {
  Deno.test(`renderLoadPage of ${scenario.id} is a valid page that says what the report as JSON says`, () => {
    const load = runLoad(scenario);
    const json = simulationToJson(load.result, load.claims);
    const html = renderLoadPage(load, { digest: json.digest, replay: `deno task demo ${scenario.id}` });
    const text = textOf(html);
    assertEquals(htmlProblems(html), []);
    assertStringIncludes(text, json.digest);
    assertStringIncludes(text, scenario.proves);
    for (const { claim } of json.claims) assertStringIncludes(text, `held ${claim}\n`);
    assert(html.length < 400_000, `${html.length} characters`);
  });
}
