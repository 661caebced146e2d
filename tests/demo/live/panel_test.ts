import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { renderPanel } from "../../../demo/live/panel.ts";
import { type Palette, PLAIN } from "../../../demo/report/palette.ts";
import { GoldenFiles } from "../_golden.ts";
import { consumerStatus, ONE_OF_EACH, plan, status } from "./_statuses.ts";

// The panel at 80 columns, byte for byte. To write the files anew:
//
//   deno test --allow-read --allow-write tests/demo/live/panel_test.ts -- --update

const TERMINAL = { width: 80, height: 23 };
const golden = new GoldenFiles(new URL("./golden/panel/", import.meta.url));

function text(changes: Parameters<typeof status>[0], palette = PLAIN): string {
  return renderPanel(status(changes), { ...TERMINAL, palette }).map((line) => `${line}\n`).join("");
}

/** Colours that can be seen in a file, and do not depend on the surroundings. */
const MARKED: Palette = {
  heading: (text) => `<heading>${text}</>`,
  faint: (text) => `<faint>${text}</>`,
  good: (text) => `<good>${text}</>`,
  warning: (text) => `<warning>${text}</>`,
  bad: (text) => `<bad>${text}</>`,
};

const DEGRADED = { consumers: ONE_OF_EACH, state: "DEGRADED", causes: ["market data outage"] } as const;

golden.test("ready.txt", "panel of a run that is ready", () => text({}));
golden.test("degraded.txt", "panel of a run with consumers of every kind", () => text(DEGRADED));
golden.test("degraded_coloured.txt", "panel of the same run in colour", () => text(DEGRADED, MARKED));
golden.test("stopping.txt", "panel of a run that stops", () =>
  text({
    plan: plan({ rate: "max", seconds: 0.5 }),
    isStopping: true,
    state: "DEGRADED",
    causes: ["shutdown"],
    ratePerSecond: 12_345_678,
    published: 6_172_839,
  }));
golden.testNoOther();

/** A line without its colours. */
function visible(line: string): string {
  return line.replace(/<[^>]*>/g, "");
}

Deno.test("renderPanel says the same with colours and without", () => {
  const coloured = renderPanel(status(DEGRADED), { ...TERMINAL, palette: MARKED });
  assertEquals(coloured.map(visible), renderPanel(status(DEGRADED), { ...TERMINAL, palette: PLAIN }));
});

Deno.test("renderPanel keeps to its frame, whatever the size and the numbers", () => {
  const count = fc.oneof(fc.nat(2_000), fc.double({ min: 0, max: 2 ** 53, noNaN: true }).map(Math.floor));
  const consumers = fc.array(
    fc.record({ lag: count, lost: count, dropped: count, failure: fc.constantFrom(null, null, "it broke") }),
    { minLength: 1, maxLength: 16 },
  );
  fc.assert(fc.property(
    fc.record({ width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 40 }) }),
    consumers,
    count,
    (frame, several, published) => {
      const shown = status({ published, consumers: several.map((one, n) => consumerStatus(n + 1, one)) });
      const lines = renderPanel(shown, { ...frame, palette: MARKED });
      if (lines.length > frame.height) throw new Error(`${lines.length} lines`);
      for (const line of lines) if (visible(line).length > frame.width) throw new Error(`too wide: ${line}`);
    },
  ));
});

Deno.test("renderPanel leaves a column of 80 free with every number at its largest", () => {
  const largest = consumerStatus(16, {
    lag: 2 ** 53,
    lost: 2 ** 53,
    dropped: 2 ** 53,
    stalls: 2 ** 53,
    longestCycleNs: 999_949,
    stalenessNs: { p50: 999_949, p99: 999_949, p999: 999_949 },
  });
  const producer = { stalls: 2 ** 53, longestNs: 999_949 };
  const lines = renderPanel(status({ producer, consumers: [largest] }), { width: 200, height: 23, palette: PLAIN });
  for (const line of lines) assertEquals(line.length <= 79, true, line);
});

Deno.test("renderPanel fills the bar of a full ring, and of no other", () => {
  const barOf = (lag: number) => {
    const consumers = [consumerStatus(1, { lag })];
    return renderPanel(status({ consumers }), { ...TERMINAL, palette: PLAIN })[6].slice(4, 12);
  };
  assertEquals(barOf(0), "·".repeat(8));
  assertEquals(barOf(1), "▏" + "·".repeat(7));
  assertEquals(barOf(512), "█".repeat(4) + "·".repeat(4));
  assertEquals(barOf(1_023), "█".repeat(7) + "▉");
  assertEquals(barOf(1_024), "█".repeat(8));
  assertEquals(barOf(1_025), "█".repeat(7) + "►");
});

Deno.test("renderPanel says how many consumers it has no room for", () => {
  const consumers = Array.from({ length: 16 }, (_, n) => consumerStatus(n + 1));
  const lines = (height: number) => renderPanel(status({ consumers }), { width: 80, height, palette: PLAIN });
  assertEquals(lines(22).length, 22);
  assertEquals(lines(22).at(-1)?.slice(0, 3), " 16");
  assertEquals(lines(21).at(-1), "     and 2 more");
  assertEquals(lines(8).at(-1), "     and 15 more");
});

Deno.test("renderPanel says what is wrong with the metrics file, and nothing if nothing is", () => {
  const lines = (dropped: number) => {
    const metricsFile = { path: "m.prom", dropped, reason: dropped === 0 ? undefined : "no space left" };
    return renderPanel(status({ metricsFile }), { ...TERMINAL, palette: PLAIN });
  };
  assertEquals(lines(3)[3], "file  3 DROPPED: no space left");
  assertEquals(lines(3).toSpliced(3, 1), lines(0));
});
