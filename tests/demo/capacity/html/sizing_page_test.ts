import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCapacityCommand } from "../../../../demo/capacity/run_sizing.ts";
import { formatNs } from "../../../../demo/terminal/layout/layout.ts";
import type { SizingJson } from "../../../../demo/capacity/sizing_json.ts";
import { htmlProblems, numbersOf, textOf } from "../../html/_html_check.ts";
import { worldOf } from "../../simulate/_world.ts";

async function pagesOf(...args: string[]) {
  const [world, io, files] = worldOf({});
  await runCapacityCommand([...args, "--json", "--html", "page.html"], world);
  const [other, printed] = worldOf({});
  await runCapacityCommand(args, other);
  const html = files.content.get("page.html") ?? "";
  return { html, json: JSON.parse(io.stdout) as SizingJson, report: printed.stdout, text: textOf(html) };
}

const CASES: [name: string, args: string[]][] = [
  ["a burst", ["--arrivals", "on-off:burst=2000,rate=2M/s", "--service", "800ns", "--max-loss", "600"]],
  ["draws", [
    ...["--arrivals", "poisson:rate=800k/s", "--duration", "4ms", "--seeds", "3"],
    ...["--consumer", "<b>:1us", "--consumer", "risk:median=800ns,p99=4us,maxBatch=8", "--max-p99", "4us"],
  ]],
  ["a load that is too much", ["--arrivals", "constant:rate=2M/s", "--duration", "1ms", "--service", "1us"]],
  ["one event", ["--arrivals", "on-off:burst=1,rate=1k/s,bursts=1", "--service", "1us"]],
];

for (const [name, args] of CASES) {
  Deno.test(`renderSizingPage of ${name} says what the reports as text and as JSON say`, async () => {
    const { html, json, report, text } = await pagesOf(...args);
    assertEquals(htmlProblems(html), []);
    const shown = numbersOf(text);
    for (const { rings, needed_capacity, needed_at_twice_the_speed, smallest } of json.consumers) {
      const needs = [
        ...needed_capacity,
        ...needed_at_twice_the_speed,
        ...smallest.map(({ capacity }) => capacity ?? 0),
      ];
      for (const value of needs) if (value > 0) assert(shown.has(String(value)), `${value} is missing`);
      for (const { capacity, policies } of rings) {
        assert(shown.has(String(capacity)), `ring ${capacity} is missing`);
        for (const { lost, lost_least, staleness_p99_ns } of policies) {
          for (const value of [lost, lost_least]) assert(shown.has(String(value)), `${value} lost is missing`);
          if (staleness_p99_ns !== null) assertStringIncludes(text, formatNs(staleness_p99_ns));
        }
      }
    }
    // The last scales are those of the chart.
    const said = report.replace(/^.*lost of [^]*?rings from.*$/gm, "");
    assertEquals([...numbersOf(said)].filter((number) => !shown.has(number)), []);
  });
}

Deno.test("renderSizingPage says what the law asks for before anything else", async () => {
  const { text } = await pagesOf(...CASES[0][1]);
  assertStringIncludes(
    text,
    "The law asks for a ring of 750. In the simulation, 512 slots lose events, and 1,024 slots none.",
  );
  const one = await pagesOf(...CASES[3][1]);
  assertStringIncludes(one.text, "The law asks for a ring of 1. In the simulation, 1 slot loses nothing.");
  const tight = await pagesOf("--arrivals", "on-off:burst=3,rate=1M/s,bursts=1", "--service", "5us");
  assertStringIncludes(tight.text, "In the simulation, 1 slot loses events, and 2 slots none.");
  const many = Array.from({ length: 12 }, (_, n) => ["--consumer", `c${n}:1us`]).flat();
  const { text: several } = await pagesOf("--arrivals", "on-off:burst=1,rate=1k/s,bursts=1", ...many);
  assertStringIncludes(several, "The law asks for: c0 1, c1 1, c2 1, c3 1, c4 1, and 7 more.");
  const unstable = await pagesOf(...CASES[2][1]);
  assertStringIncludes(unstable.text, "The law asks for more than any ring.");
  assertStringIncludes(unstable.text, "no ring is recommended");
});
