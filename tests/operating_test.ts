import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createHealthChecks, HEALTH_CHECK_IDS } from "../control/health/create_health_checks.ts";
import {
  dropCheck,
  type HealthCheck,
  lagCheck,
  lossCheck,
  overrunCheck,
  stallCheck,
} from "../control/health/health_check.ts";
import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  type MetricDescriptor,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "../control/metrics/descriptors.ts";
import { runRunbook } from "../demo/rehearsal/run_runbook.ts";
import { REHEARSALS } from "../demo/rehearsal/rehearsals.ts";
import { stepsOf } from "../demo/rehearsal/rehearse.ts";
import { recordedIo } from "./demo/terminal/_io.ts";

// The tables and transcripts of the document are made from the code. After a change that is meant to change them:
//
//   deno test --allow-read --allow-write tests/operating_test.ts -- --update

const DOCUMENT = new URL("../docs/operating.md", import.meta.url);
const isUpdate = Deno.args.includes("--update");
const lacking = (isUpdate ? ["read", "write"] as const : ["read"] as const)
  .filter((name) => Deno.permissions.querySync({ name, path: DOCUMENT }).state !== "granted");
const skipped = lacking.length === 0 ? "" : ` (skipped without ${lacking.map((name) => `--allow-${name}`).join(", ")})`;

/** A table in Markdown, lined up as the formatter does. */
function table(...rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const padded = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]))));
  return [padded[0], line(widths.map((width) => "-".repeat(width))), ...padded.slice(1)].join("");
}

function metricsTable(descriptors: readonly (MetricDescriptor & { readonly kind: string })[]): string {
  return table(
    ["JSON", "Prometheus", "kind", "unit", "what it is"],
    ...descriptors.map(({ id, exposedAs, kind, unit, sentence }) => [
      `\`${id}\``,
      `\`${exposedAs}\``,
      kind,
      unit === "1" ? "" : unit,
      sentence,
    ]),
  );
}

/** The checks that have limits of their own. */
const WITH_DEFAULTS = [lagCheck(), lossCheck(), overrunCheck(), stallCheck(), dropCheck()];

function checksTable(): string {
  const all = createHealthChecks(Object.fromEntries(HEALTH_CHECK_IDS.map((id) => [id, { limit: 1 }])));
  const limits = ({ id }: HealthCheck) => {
    const found = WITH_DEFAULTS.find((check) => check.id === id);
    return found === undefined ? ["to be given", "as the limit"] : [String(found.limit), String(found.recoveryLimit)];
  };
  return table(
    ["name", "asks", "unit", "limit by default", "recovery limit by default"],
    ...all.map((check) => [`\`${check.id}\``, check.sentence, check.unit, ...limits(check)]),
  );
}

function runbooksTable(): string {
  return table(
    ["runbook", "what it does", "steps, with those that wait for approval in bold"],
    ...REHEARSALS.map((rehearsal) => [
      `\`${rehearsal.id}\``,
      rehearsal.title,
      stepsOf(rehearsal).map(({ id, isRisky }) => isRisky ? `**${id}**` : id).join(", "),
    ]),
  );
}

const BLOCKS: Readonly<Record<string, () => string>> = {
  "system metrics": () => metricsTable(SYSTEM_COUNTERS),
  "producer metrics": () => metricsTable(PRODUCER_COUNTERS),
  "consumer metrics": () => metricsTable([...CONSUMER_COUNTERS, ...CONSUMER_HISTOGRAMS]),
  "health checks": checksTable,
  "runbooks": runbooksTable,
};

/** A document with its generated parts as the code makes them now. */
function regenerate(document: string): string {
  const withTables = Object.entries(BLOCKS).reduce((text, [name, make]) => {
    const [begin, end] = [`<!-- ${name}: begin -->\n`, `<!-- ${name}: end -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    assert(from >= 0 && to >= from, `the document has a place for the ${name}`);
    return `${text.slice(0, from + begin.length)}\n${make()}\n${text.slice(to)}`;
  }, document);
  return withTables.replace(/```console\n\$ deno task runbook ([^\n]+)\n[^]*?```\n/g, (_, args: string) => {
    const io = recordedIo();
    runRunbook(args.split(" "), io);
    assertEquals(io.stderr, "");
    return `\`\`\`console\n$ deno task runbook ${args}\n${io.stdout}\`\`\`\n`;
  });
}

Deno.test(`docs/operating.md has the metrics, checks, runbooks and transcripts that there are${skipped}`, {
  ignore: lacking.length > 0,
}, () => {
  const document = Deno.readTextFileSync(DOCUMENT);
  if (isUpdate) Deno.writeTextFileSync(DOCUMENT, regenerate(document));
  else assertEquals(document, regenerate(document));
});

Deno.test(`the check of docs/operating.md finds what is out of date${skipped}`, { ignore: lacking.length > 0 }, () => {
  const document = Deno.readTextFileSync(DOCUMENT);
  for (
    const [right, wrong] of [
      ["Events that the producer has published.", "Events that were published."],
      ["Does the feed still send events?", "Is there a feed?"],
      ["**degrade**, stop-feed", "degrade, stop-feed"],
      ["completed in 3 ticks", "completed in 4 ticks"],
      ["(Made to fail.)", ""],
    ]
  ) {
    const stale = document.replace(right, wrong);
    assertNotEquals(stale, document, right);
    assertNotEquals(regenerate(stale), stale, right);
  }
  assertEquals(document.match(/```console\n/g)?.length, 2, "both transcripts are checked");
});
