/**
 * Measures whether the page of a live run costs its threads anything: runs with no page, with one page that reads, and with
 * eight that never read, in turn. What is told is the ratio to the run without a page of the same round. A second run without a
 * page shows how far two runs differ that differ in nothing.
 *
 *     deno task live:page-cost   # the tests run it with --rounds 1 --seconds 0.3
 *
 * @module
 */
import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { processIo } from "../demo/terminal/command_io.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { alignTable, formatNs } from "../demo/terminal/layout/layout.ts";
import { formatGrouped } from "../demo/terminal/layout/number_format.ts";
import { decimalRule, integerRule, readDecimal, readInteger } from "../demo/terminal/option_values.ts";
import type { LiveJson } from "../demo/live/view/live_json.ts";

/** Who looks on. */
const MODES = ["no page", "no page again", "one page", "eight dead pages"] as const;
type Mode = typeof MODES[number];

function pagesOf(mode: Mode): number {
  return mode === "one page" ? 1 : mode === "eight dead pages" ? 8 : 0;
}

/** A number of a run. */
interface Measure {
  readonly name: string;
  /** Options of the run that it is taken of. */
  readonly args: readonly string[];
  of(run: LiveJson): number | null;
  format(value: number): string;
}

const PACED = ["--rate", "50000", "--consumers", "1"];
const stalenessOf = ({ consumers: [{ staleness_ns }] }: LiveJson) => staleness_ns.as_measured;
const MEASURES: readonly Measure[] = [
  {
    name: "events/s at full speed",
    args: ["--rate", "max", "--consumers", "1"],
    of: ({ rate }) => rate.reached_per_second,
    format: formatGrouped,
  },
  { name: "staleness p50 at 50,000/s", args: PACED, of: (run) => stalenessOf(run).p50, format: formatNs },
  { name: "staleness p99", args: PACED, of: (run) => stalenessOf(run).p99, format: formatNs },
];

/** Carries out a live run, with pages that look on. */
async function liveRun(mode: Mode, seconds: number, args: readonly string[]): Promise<LiveJson> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-ffi",
      "--allow-read",
      "--allow-net=127.0.0.1",
      new URL("../demo/live.ts", import.meta.url).href,
      "--json",
      "--seconds",
      String(seconds),
      ...args,
      ...(pagesOf(mode) === 0 ? [] : ["--page"]),
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout = new Response(process.stdout).text();
  const lines = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const connections: Deno.TcpConn[] = [];
  if (pagesOf(mode) > 0) {
    const { value = "" } = await lines.read();
    const address = new URL(value.slice("page: ".length).trim());
    for (let n = 0; n < pagesOf(mode); n++) connections.push(await look(address));
    // A page that reads takes what comes, and forgets it.
    if (mode === "one page") connections[0].readable.pipeTo(new WritableStream()).catch(() => {});
  }
  const [text] = await Promise.all([stdout, process.status, lines.cancel()]);
  if (mode === "eight dead pages") { for (const connection of connections) connection.close(); }
  return JSON.parse(text);
}

/** Asks for the frames. */
async function look({ hostname, port, host, pathname }: URL): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(`GET ${pathname}frames HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
  return connection;
}

/** The value at a share of the ratios, to two digits after the point. */
function quantileOf(ratios: readonly number[], share: number): string {
  return sorted(ratios)[Math.min(ratios.length - 1, Math.floor(share * ratios.length))].toFixed(2);
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

const ROUNDS_MAX = 1_000;
const SECONDS_MAX = 60;

const PAGE_COST: Command = {
  usage: "deno task live:page-cost [OPTION...]",
  summary:
    "Measures whether the page of a live run costs its threads anything: with no page, with no page again, with " +
    "one, and with eight that never read, in turn. A ratio is to the first run of the same round: the median of all " +
    "rounds, and between which two half of them are.",
  options: [
    { name: "rounds", value: "ROUNDS", rule: integerRule(1, ROUNDS_MAX), help: "How often. Default 10." },
    { name: "seconds", value: "SECONDS", rule: decimalRule(0.1, SECONDS_MAX), help: "Of each run. Default 2." },
  ],
  statuses: [["0", "it is measured"]],
};

async function measure(
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<ExitStatus> {
  const found = MEASURES.map(() => ({ base: [] as number[], ratios: MODES.map((): number[] => []) }));
  const kinds = [...new Set(MEASURES.map(({ args }) => args))];
  for (let round = 0; round < rounds; round++) {
    for (const args of kinds) {
      const runs = new Map<Mode, LiveJson>();
      // Each is the first as often as the others: what runs first finds another machine.
      for (let n = 0; n < MODES.length; n++) {
        const mode = MODES[(n + round) % MODES.length];
        runs.set(mode, await liveRun(mode, seconds, args));
      }
      MEASURES.forEach((measure, index) => {
        if (measure.args !== args) return;
        const values = MODES.map((mode) => measure.of(runs.get(mode)!) ?? NaN);
        // A run that was not ready in time has no staleness, and its round tells nothing.
        if (!values.every((value) => value > 0)) return;
        found[index].base.push(values[0]);
        values.forEach((value, n) => found[index].ratios[n].push(value / values[0]));
      });
    }
  }
  const rows = MEASURES.map(({ name, format }, index) => {
    const { base, ratios } = found[index];
    if (base.length === 0) return [name, ...MODES.map(() => "-")];
    const cells = ratios.slice(1).map((list) =>
      `${quantileOf(list, 0.5)} (${quantileOf(list, 0.25)}-${quantileOf(list, 0.75)})`
    );
    return [name, format(sorted(base)[base.length >> 1]), ...cells];
  });
  console.log(alignTable([["", ...MODES], ...rows]).join("\n"));
  return ExitStatus.OK;
}

if (import.meta.main) {
  const prepare = (parsed: Parameters<typeof readInteger>[0]) => ({
    rounds: readInteger(parsed, "rounds", 1, ROUNDS_MAX) ?? 10,
    seconds: readDecimal(parsed, "seconds", 0.1, SECONDS_MAX) ?? 2,
  });
  Deno.exit(await runLongCommand(PAGE_COST, Deno.args, processIo(), prepare, measure));
}
