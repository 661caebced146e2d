import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv";
import {
  describeSpecification,
  parseConsumerText,
  parseFeedText,
  parseServiceText,
  readSpecification,
  type SpecificationObject,
  specificationSchema,
  type SystemSpecification,
} from "../config/mod.ts";
import { makeChunk } from "../demo/system/feed/arrival_feed.ts";
import { TimedSystem } from "../demo/system/timed/timed_system.ts";
import type { TimedConsumerRecord } from "../demo/system/timed/timed_record.ts";

// The tables of the document are made from the rules, and its examples are read, judged by the schema and run. After a change:
//
//   deno test --allow-read --allow-write tests/specification_test.ts -- --update

const DOCUMENT = new URL("../docs/specification.md", import.meta.url);
const isUpdate = Deno.args.includes("--update");
const ignore = Deno.permissions.querySync({ name: "read", path: DOCUMENT }).state !== "granted";
const skipped = ignore ? " (skipped without --allow-read)" : "";

function document(): string {
  return Deno.readTextFileSync(DOCUMENT);
}

/** How durations and rates are written stands above the tables. */
function shortRule(rule: string): string {
  return rule.replace(/, such as [^;]*?(?:or whole nanoseconds(?:, below 2\^53)?|or a number per second)/g, "");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** A table in Markdown, lined up as the formatter does. */
function table(...rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const padded = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]))));
  return [padded[0], line(widths.map((width) => "-".repeat(width))), ...padded.slice(1)].join("");
}

/** Titles of the tables, by the name that the schema has for the object. */
const TITLES: Readonly<Record<string, string>> = {
  "system": "The system",
  "ring": "`ring`",
  "steps": "`feed`, model `steps`",
  "constant": "`feed`, model `constant`",
  "poisson": "`feed`, model `poisson`",
  "on-off": "`feed`, model `on-off`",
  "hawkes": "`feed`, model `hawkes`",
  "recorded": "`feed`, model `recorded`",
  "merged": "`feed`, model `merged`, or an array of feeds",
  "consumer": "An element of `consumers`",
  "service": "`service`",
  "exponential": "`perEvent`, exponential",
  "log-normal": "`perEvent`, log-normal",
  "measured": "`perEvent`, measured",
  "leave": "`onOverrun`, as an object",
  "pause": "An element of `pauses`, once",
  "repeated-pause": "An element of `pauses`, repeated",
  "after-gap": "`afterGap`",
  "failure": "An element of `failures`",
  "warmup": "`warmup`",
  "checks": "`checks`",
  "check": "An element of `checks`",
  "check-of-time": "An element of `checks` whose value is a time",
};

function section({ id, keys }: SpecificationObject): string {
  const rows = keys.map(({ name, rule, unit, missing, sentence }) => [
    `\`${name}\``,
    cell(shortRule(rule)),
    unit,
    missing === "required" ? missing : /^["\d[{]/.test(missing) ? `\`${missing}\`` : cell(missing),
    cell(sentence),
  ]);
  return `### ${TITLES[id]}\n\n${table(["key", "must be", "unit", "default", "what it is"], ...rows)}`;
}

Deno.test(`the document has every key, from the rules${skipped}`, { ignore }, () => {
  const objects = describeSpecification();
  assertEquals(objects.map(({ id }) => id), Object.keys(TITLES));
  const tables = objects.map(section).join("\n");
  const text = document();
  const [begin, end] = ["<!-- keys: begin -->\n", "<!-- keys: end -->"];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  assert(from >= begin.length && to > 0);
  const wanted = `${text.slice(0, from)}\n${tables}\n${text.slice(to)}`;
  if (isUpdate) Deno.writeTextFileSync(DOCUMENT, wanted);
  else assertEquals(text, wanted);
});

Deno.test(`the JSON Schema and the document describe the same objects${skipped}`, { ignore }, () => {
  const { $defs } = specificationSchema() as { $defs: Record<string, { properties: Record<string, unknown> }> };
  const keys = Object.entries($defs).map(([id, { properties }]) => [id, Object.keys(properties)] as const);
  const described = describeSpecification().map(({ id, keys }) => [id, keys.map(({ name }) => name)] as const);
  assertEquals(Object.fromEntries(keys), Object.fromEntries(described));
});

/** An example of the document, by its mark. */
function example(mark: string): SystemSpecification {
  const [, json] = new RegExp(`<!-- example: ${mark} -->\\n\\n\`\`\`json\\n([^]*?)^\`\`\`$`, "m").exec(document()) ??
    [];
  assert(json !== undefined, `there is an example ${mark}`);
  assert(new Ajv2020({ strictRequired: false }).validate(specificationSchema(), JSON.parse(json)));
  return readSpecification(json, { file: mark });
}

/** Runs the bursts of a specification against its consumers with fixed service times. */
function runBursts(specification: SystemSpecification): readonly TimedConsumerRecord[] {
  const { feed, consumers } = specification;
  assert(feed.model === "on-off");
  const { burst, rate, every = 0, bursts = 1 } = feed;
  const services = consumers.map(({ service }) => {
    const perEvent = service?.perEvent;
    assert(typeof perEvent === "number");
    return { of: () => perEvent, meanNs: perEvent, drawn: false };
  });
  const system = new TimedSystem({ specification, services });
  const chunk = makeChunk(burst);
  for (let k = 0; k < bursts; k++) {
    for (let n = 0; n < burst; n++) chunk.timesNs[n] = k * every + Math.floor(n * 1e9 / rate);
    system.take(chunk, burst);
  }
  return system.finish().consumers;
}

Deno.test(`the example of a burst does what is said of it${skipped}`, { ignore }, () => {
  const specification = example("burst");
  const [execution, risk] = runBursts(specification);
  assertEquals([execution.lost, execution.delivered, risk.delivered + risk.lost + risk.backlog], [0, 40_000, 40_000]);
  assert(Math.abs(execution.lagMax - 750) <= 1, `a peak lag of ${execution.lagMax}`);
  const [smaller] = runBursts({ ...specification, ring: { capacity: 512, payloadWords: 4 } });
  assert(smaller.overruns > 0);
});

Deno.test(`the example of a recording is read as it is meant${skipped}`, { ignore }, () => {
  const { feed, consumers, checks, failures } = example("recording");
  assertEquals(feed, { model: "recorded", file: "feed.csv", speed: 2, timeUnit: "us" });
  assertEquals(consumers.map(({ onOverrun, afterGap }) => [onOverrun, afterGap]), [
    ["skip-to-head", { provisionalFor: 5_000_000 }],
    [{ leave: 3 }, { provisionalFor: 5_000_000 }],
  ]);
  assertEquals(consumers.map(({ service }) => service?.perEvent), [
    { file: "execution.hgrm", unit: "ns" },
    { median: 2_000, p99: 40_000 },
  ]);
  assertEquals(checks.staleness, { limit: 5_000_000, recoveryLimit: 5_000_000 });
  assertEquals(failures, [{ kind: "market-data-outage", from: 2_000_000_000, to: 3_000_000_000 }]);
});

Deno.test(`the example of two lines is read as it is meant${skipped}`, { ignore }, () => {
  const { feed, consumers, seed } = example("lines");
  assert(feed.model === "merged");
  assertEquals(feed.feeds.map(({ model }) => model), ["hawkes", "constant"]);
  assertEquals(consumers.map(({ service }) => service?.wakeUp), [0, 60_000]);
  assertEquals(seed, 7);
});

Deno.test(`the texts of the table for command lines are read${skipped}`, { ignore }, () => {
  const readers: Readonly<Record<string, (text: string) => unknown>> = {
    "a feed": parseFeedText,
    "a service": parseServiceText,
    "a consumer": parseConsumerText,
  };
  let read = 0;
  for (const [, what, examples] of document().matchAll(/^\| (a \w+) +\| [^|]+\| ([^|]+)\|$/gm)) {
    for (const [, text] of examples.matchAll(/`([^`]+)`/g)) {
      readers[what](text);
      read++;
    }
  }
  assertEquals(read, 8);
});
