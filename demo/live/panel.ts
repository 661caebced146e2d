import type { Palette } from "../report/palette.ts";
import { formatCount, formatSeconds, formatShort, formatSpan } from "./format.ts";
import type { ConsumerStatus, LiveStatus } from "./live_status.ts";

/** Where a panel is drawn. */
export interface PanelFrame {
  /** Characters of a line. What does not fit is left out at its end. */
  readonly width: number;
  /** Most lines. */
  readonly height: number;
  /** Its colours. */
  readonly palette: Palette;
}

/**
 * Draws how a live run stands: what it does, and a line for each hot thread.
 *
 * @returns the lines, none of them wider and no more of them than the frame allows
 */
export function renderPanel(status: LiveStatus, { width, height, palette }: PanelFrame): string[] {
  const { plan, surroundings, published, ratePerSecond, consumers } = status;
  const asked = plan.rate === "max" ? "no limit" : `${formatShort(plan.rate)}/s asked`;
  const lines: Piece[][] = [
    [[LABEL("live"), "heading"], ...stateOf(status), [`   ${timeOf(status)}`]],
    [[LABEL("rate"), "heading"], [`${formatShort(ratePerSecond)}/s   ${asked}   ${formatCount(published)} published`]],
    [
      [LABEL("with"), "heading"],
      [`ring of ${formatCount(plan.capacity)} x ${plan.payloadWords} words   ${surroundings.clock}   `],
      [`idle ${surroundings.idle}`],
    ],
    ...metricsLines(status),
    [],
    [[HEADER, "faint"]],
    [["    producer".padEnd(PRODUCER_WIDTH)], ...cyclePieces(status.producer.stalls, status.producer.longestNs)],
  ];
  const room = Math.max(1, height - lines.length);
  const shown = consumers.length <= room ? consumers : consumers.slice(0, Math.max(1, room - 1));
  for (const consumer of shown) lines.push(consumerLine(consumer, status));
  if (shown.length < consumers.length) lines.push([[`     and ${consumers.length - shown.length} more`, "faint"]]);
  return lines.slice(0, height).map((pieces) => paint(pieces, width, palette));
}

/** A text, and what it means. */
type Piece = readonly [text: string, meaning?: keyof Palette];

const LABEL = (text: string) => text.padEnd(6);

const NUMBER_WIDTH = 4;
const BAR_WIDTH = 8;
/** Holds any count and any time span, and a space before it. */
const WIDTH = 8;
/** Two more for the heading. */
const P50_WIDTH = 10;
const PRODUCER_WIDTH = NUMBER_WIDTH + BAR_WIDTH + 2 * WIDTH + P50_WIDTH + 3 * WIDTH;

const HEADER = " ".repeat(NUMBER_WIDTH) + "lag".padEnd(BAR_WIDTH + WIDTH) + "lost".padStart(WIDTH) +
  "stale p50".padStart(P50_WIDTH) + ["p99", "p99.9", "dropped", "stalls", "longest"].map(pad).join("");

function stateOf({ state, causes }: LiveStatus): Piece[] {
  const why: Piece[] = causes.length === 0 ? [] : [[` (${causes.join(", ")})`]];
  return [[state, state === "READY" ? "good" : state === "DEGRADED" ? "bad" : "warning"], ...why];
}

function timeOf({ elapsedMs, plan, isStopping }: LiveStatus): string {
  const time = `${formatSeconds(elapsedMs)} of ${plan.seconds} s`;
  return isStopping ? `${time}, stopping   Ctrl-C ends it at once` : `${time}   Ctrl-C ends it`;
}

/** A line about the metrics file if there is something wrong with it. */
function metricsLines({ metricsFile }: LiveStatus): Piece[][] {
  if (metricsFile === null || metricsFile.dropped === 0) return [];
  return [[["file  ", "heading"], [`${formatShort(metricsFile.dropped)} DROPPED: ${metricsFile.reason}`, "bad"]]];
}

function consumerLine(consumer: ConsumerStatus, { plan }: LiveStatus): Piece[] {
  const { number, lag, lost, stalenessNs, dropped, stalls, longestCycleNs, failure } = consumer;
  const label: Piece = [String(number).padStart(NUMBER_WIDTH - 1).padEnd(NUMBER_WIDTH), "heading"];
  if (failure !== null) return [label, [`ended: ${failure}`, "bad"]];
  const spans = stalenessNs === null
    ? ["-", "-", "-"]
    : [stalenessNs.p50, stalenessNs.p99, stalenessNs.p999].map(formatSpan);
  const isOver = lag > plan.capacity;
  return [
    label,
    [drawBar(lag, plan.capacity), isOver ? "bad" : "good"],
    [pad(formatShort(lag)), isOver ? "bad" : undefined],
    countPiece(lost),
    [spans[0].padStart(P50_WIDTH) + pad(spans[1]) + pad(spans[2])],
    countPiece(dropped),
    ...cyclePieces(stalls, longestCycleNs),
  ];
}

/** How the cycles of a thread went. */
function cyclePieces(stalls: number, longestNs: number): Piece[] {
  return [countPiece(stalls), [pad(formatSpan(longestNs))]];
}

/** A count of what should not happen. */
function countPiece(count: number): Piece {
  return [pad(formatShort(count)), count > 0 ? "warning" : undefined];
}

function pad(text: string): string {
  return text.padStart(WIDTH);
}

/** A bar in eighths of a character. Only a full ring fills it; what is more ends in an arrow. */
function drawBar(lag: number, capacity: number): string {
  if (lag > capacity) return "█".repeat(BAR_WIDTH - 1) + "►";
  const eighths = lag === 0 ? 0 : Math.max(1, Math.floor(lag / capacity * BAR_WIDTH * 8));
  const part = EIGHTHS[eighths % 8];
  return ("█".repeat(Math.floor(eighths / 8)) + part).padEnd(BAR_WIDTH, "·");
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Cuts a line to the width, then puts the colours on. */
function paint(pieces: readonly Piece[], width: number, palette: Palette): string {
  let line = "";
  let room = width;
  for (const [text, meaning] of pieces) {
    const cut = text.slice(0, room);
    room -= cut.length;
    line += meaning === undefined || cut === "" ? cut : palette[meaning](cut);
  }
  return line;
}
