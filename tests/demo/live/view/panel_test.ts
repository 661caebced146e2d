import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { renderPanel } from "../../../../demo/live/view/panel.ts";
import { type Palette, PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { GoldenFiles } from "../../_golden.ts";
import { consumerStatus, ONE_OF_EACH, plan, status } from "../_statuses.ts";

// The panel at 80 columns, byte for byte. To write the files anew:
//
//   deno test --allow-read --allow-write tests/demo/live/view/panel_test.ts -- --update

const TERMINAL = { width: 80, height: 23 };
const golden = new GoldenFiles(new URL("../golden/panel/", import.meta.url));

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

const COUNT = fc.oneof(fc.nat(2_000), fc.double({ min: 0, max: 2 ** 53, noNaN: true }).map(Math.floor));
const SPAN = fc.oneof(fc.nat(10_000), fc.double({ min: 0, max: 8.64e13, noNaN: true }));
const STATUSES = fc.record({
  consumers: fc.array(
    fc.record({
      lag: COUNT,
      lost: COUNT,
      dropped: COUNT,
      stalls: COUNT,
      longestCycleNs: SPAN,
      stalenessNs: fc.option(fc.record({ p50: SPAN, p99: SPAN, p999: SPAN, max: SPAN }), { nil: undefined }),
      failure: fc.constantFrom(
        undefined,
        undefined,
        undefined,
        "RangeError: 12,345,678 words exceed 2147483648 bytes (os error 28)",
      ),
    }),
    { minLength: 1, maxLength: 16 },
  ).map((several) => several.map((one, n) => consumerStatus(n + 1, one))),
  published: COUNT,
  ratePerSecond: COUNT,
  elapsedMs: fc.nat(86_400_000),
  isStopping: fc.boolean(),
  producer: fc.record({ stalls: COUNT, longestNs: SPAN }),
  causes: fc.constantFrom([], ["shutdown"], ["market data outage", "lag", "loss"]),
  metricsFile: fc.constantFrom(undefined, {
    path: "m.prom",
    dropped: 1_234,
    reason: "No space left on device (os error 28)",
  }),
}).map(status);
/** Every width and height that there is, and more often those of which little is known. */
const FRAMES = fc.oneof(
  fc.record({ width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 12 }) }),
);

Deno.test("renderPanel keeps to its frame, whatever the size and the numbers", () => {
  fc.assert(
    fc.property(FRAMES, STATUSES, (frame, shown) => {
      const lines = renderPanel(shown, { ...frame, palette: MARKED });
      if (lines.length > frame.height) throw new Error(`${lines.length} lines`);
      for (const line of lines) if (visible(line).length > frame.width) throw new Error(`too wide: ${line}`);
    }),
    { numRuns: 1_000 },
  );
});

/** The numbers of a text, each with its unit. */
function numbersOf(lines: readonly string[]): string[] {
  return lines.join("\n").match(/\d[\d,.]*(?: (?:ns|µs|ms|s|M|G|T)\b)?/g) ?? [];
}

Deno.test("renderPanel shows a number whole or not at all, whatever the size", () => {
  fc.assert(
    fc.property(FRAMES, STATUSES, (frame, shown) => {
      const whole = new Set(numbersOf(renderPanel(shown, { width: 400, height: 60, palette: PLAIN })));
      // Counted over the consumers that are not shown, so these stand in no larger panel.
      const lines = renderPanel(shown, { ...frame, palette: PLAIN })
        .map((line) => line.replace(/\+\d+(?: more)?(?: {3}.* ended)?(?: {3}.* lost)?/, ""));
      for (const number of numbersOf(lines)) {
        if (!whole.has(number)) throw new Error(`${number} in\n${lines.join("\n")}`);
      }
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("renderPanel shows or counts every consumer in any frame that has the room for a number", () => {
  fc.assert(
    fc.property(FRAMES, STATUSES, (frame, shown) => {
      const { width, height } = { ...frame, width: frame.width + 12 };
      const lines = renderPanel(shown, { width: width + (height === 1 ? 60 : 0), height, palette: PLAIN });
      const own = lines.filter((line) => /^ {1,2}\d+ (?! *\+)/.test(line)).length;
      const more = /\+(\d+)/.exec(lines.join("\n"))?.[1] ?? "0";
      if (own + Number(more) !== shown.consumers.length) throw new Error(`${own} and ${more} in\n${lines.join("\n")}`);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("renderPanel leaves out columns where it is narrow, what was lost last", () => {
  const consumers = [consumerStatus(1, { lag: 20_254, lost: 310_590 })];
  const lines = (width: number) => renderPanel(status({ consumers }), { width, height: 23, palette: PLAIN });
  assertEquals(lines(24).slice(-2), ["         lag    lost …", "  1   20,254 310,590"]);
  assertEquals(lines(12).at(-1), "  1  310,590");
  assertEquals(lines(11).at(-1), "  1 ");
  const causes = ["market data outage", "lag"];
  assertEquals(renderPanel(status({ causes, state: "DEGRADED" }), { width: 30, height: 1, palette: PLAIN }), [
    "live  DEGRADED (…)   +2   …",
  ]);
});

Deno.test("renderPanel fits into 80 columns with every number at its largest, and leaves out the least of them", () => {
  const largest = consumerStatus(16, {
    lag: 2 ** 53,
    lost: 2 ** 53,
    undecidedNs: 999_949,
    heartbeatNs: 999_949,
    dropped: 2 ** 53,
    stalls: 2 ** 53,
    longestCycleNs: 999_949,
    stalenessNs: { p50: 999_949, p99: 999_949, p999: 999_949, max: 999_949 },
  });
  const producer = { stalls: 2 ** 53, longestNs: 999_949 };
  const lines = renderPanel(status({ producer, consumers: [largest] }), { width: 80, height: 23, palette: PLAIN });
  for (const line of lines) assertEquals(line.length <= 80, true, line);
  // How long the next event has waited, and how long ago a consumer polled, come before the longest cycle and the median.
  const heading = "                 lag    lost   waits  polled stale p99   p99.9 dropped  stalls …";
  assertEquals(lines.find((line) => line.includes("lag")), heading);
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

Deno.test("renderPanel says how many consumers it has no room for, and what they lost", () => {
  const consumers = Array.from({ length: 16 }, (_, n) => consumerStatus(n + 1, { lost: 1_000 * n }));
  const lines = (height: number) => renderPanel(status({ consumers }), { width: 80, height, palette: PLAIN });
  assertEquals(lines(22).length, 22);
  // What can be spared goes first.
  for (const height of [22, 21, 20, 19]) assertEquals(lines(height).at(-1)?.slice(0, 3), " 16", String(height));
  assertEquals(lines(18).at(-1), "     +2 more   29,000 lost");
  assertEquals(lines(8).at(-1), "     +12 more   114,000 lost");
  assertEquals(lines(5).map((line) => line.slice(0, 9)), [
    "live  REA",
    "rate  99,",
    "         ",
    "  1 ▏····",
    "     +15 ",
  ]);
  assertEquals(lines(2), ["live  READY   4.2 s of 10 s   Ctrl-C ends it", "     +16 more   120,000 lost"]);
  assertEquals(lines(1), ["live  READY   +16   120,000 lost   4.2 s of 10 s   Ctrl-C ends it"]);
});

Deno.test("renderPanel says that one of the consumers it has no room for has ended", () => {
  const consumers = [consumerStatus(1), consumerStatus(2), consumerStatus(3, { failure: "it broke" })];
  const lines = renderPanel(status({ consumers }), { width: 80, height: 5, palette: PLAIN });
  assertEquals(lines.at(-1), "     +2 more   1 ended");
});

Deno.test("renderPanel says what is wrong with the metrics file, and nothing if nothing is", () => {
  const lines = (dropped: number) => {
    const metricsFile = { path: "m.prom", dropped, reason: dropped === 0 ? undefined : "no space left" };
    return renderPanel(status({ metricsFile }), { ...TERMINAL, palette: PLAIN });
  };
  assertEquals(lines(3)[3], "file  3 DROPPED: no space left");
  assertEquals(lines(3).toSpliced(3, 1), lines(0));
});
