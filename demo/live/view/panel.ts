import { printable } from "../../../config/printable.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { formatCount, formatSeconds, formatSpan } from "./format.ts";
import { formatShort } from "../../terminal/layout/number_format.ts";
import type { ConsumerStatus, LiveStatus } from "../plane/live_status.ts";
import {
  alignCell,
  type Column,
  type Field,
  fitColumns,
  fitFields,
  fitText,
  paint,
  type Piece,
  widthOf,
} from "./panel_layout.ts";

/** Where a panel is drawn. */
export interface PanelFrame {
  /** Characters of a line. A column that does not fit is left out as a whole. */
  readonly width: number;
  /** Most lines. */
  readonly height: number;
  /** Its colours. */
  readonly palette: Palette;
}

/**
 * Draws how a live run stands: what it does, and a line for each hot thread.
 *
 * A number is shown whole or not at all: where the frame is narrow, columns are left out, and where it is short, lines are.
 * Consumers that there is no room for are counted, with what they lost.
 *
 * @returns the lines, none of them wider and no more of them than the frame allows
 */
export function renderPanel(status: LiveStatus, { width, height, palette }: PanelFrame): string[] {
  const { consumers } = status;
  const { head, table, hidden } = fitLines(status, height);
  const hiddenPieces = hidden === 0 ? [] : describeHidden(consumers.slice(-hidden), height === 1);
  const isAlone = height === 1 && hidden > 0;
  const lines: Field[] = head.map((line) => {
    // The causes leave room for the number of consumers.
    const fields = FIELDS[line](status, isAlone ? width - ALONE_WIDTH : width);
    return fitFields(isAlone ? [fields[0], ...hiddenPieces, ...fields.slice(1)] : fields, width);
  });
  lines.push(...drawTable(table, status, consumers.length - hidden, width));
  if (hidden > 0 && height > 1) lines.push(fitFields(hiddenPieces, width));
  return lines.map((pieces) => paint(pieces, palette));
}

/** A line above the table. */
type HeadLine = "live" | "rate" | "with" | "file" | "blank";

/** Contents of a panel of some height. */
interface PanelLines {
  readonly head: readonly HeadLine[];
  /** Rows of the table besides the consumers. */
  readonly table: { readonly hasHeading: boolean; readonly hasProducer: boolean };
  /** Consumers without a line of their own. */
  readonly hidden: number;
}

/** Parts to drop first where there is no room for all consumers, and where there is none for two lines of them. */
const LINES_BEFORE_CONSUMERS = ["blank", "with", "producer"];
const LINES_BEFORE_TWO = ["rate", "file", "heading"];

/** Decides what there is room for. The first line always stays, and so does one for the consumers that have none. */
function fitLines({ metricsFile, consumers }: LiveStatus, height: number): PanelLines {
  const lines = new Set<string>(["live", "rate", "with", "file", "blank", "heading", "producer"]);
  if (metricsFile === undefined || metricsFile.dropped === 0) lines.delete("file");
  for (const line of LINES_BEFORE_CONSUMERS) {
    if (lines.size + consumers.length <= height) break;
    lines.delete(line);
  }
  const needed = Math.min(2, consumers.length);
  for (const line of LINES_BEFORE_TWO) {
    if (lines.size + needed <= height) break;
    lines.delete(line);
  }
  const room = height - lines.size;
  const hidden = consumers.length <= room ? 0 : consumers.length - Math.max(0, room - 1);
  return {
    head: (["live", "rate", "with", "file", "blank"] as const).filter((line) => lines.has(line)),
    table: { hasHeading: lines.has("heading") && hidden < consumers.length, hasProducer: lines.has("producer") },
    hidden,
  };
}

/** How many consumers are not shown, and what should not have happened to them. */
function describeHidden(hidden: readonly ConsumerStatus[], isAlone: boolean): Field[] {
  const lost = hidden.reduce((sum, consumer) => sum + consumer.lost, 0);
  const ended = hidden.filter(({ failure }) => failure !== undefined).length;
  return [
    [[isAlone ? `+${hidden.length}` : `     +${hidden.length} more`, "faint"]],
    ...(ended === 0 ? [] : [[[`${ended} ended`, "bad"]] as Field]),
    ...(lost === 0 ? [] : [[[`${formatShort(lost)} lost`, "warning"]] as Field]),
  ];
}

/** The fields of each line above the table, those that matter most first. */
const FIELDS: Readonly<Record<HeadLine, (status: LiveStatus, width: number) => Field[]>> = {
  live: (
    status,
    width,
  ) => [[LABEL("live"), ...stateOf(status, width - LABEL_WIDTH)], ...timeOf(status).map((text): Field => [[text]])],
  rate: ({ plan, published, ratePerSecond }) => [
    [LABEL("rate"), [`${formatShort(ratePerSecond)}/s`]],
    [[plan.rate === "max" ? "no limit" : plan.rate === "feed" ? "by its feed" : `${formatShort(plan.rate)}/s asked`]],
    [[`${formatCount(published)} published`]],
  ],
  with: ({ plan, surroundings }) => [
    [LABEL("with"), [`ring of ${formatCount(plan.capacity)} x ${plan.payloadWords} words`]],
    [[surroundings.clock]],
    [[`idle ${surroundings.idle}`]],
  ],
  file: ({ metricsFile }, width) => {
    const dropped = `${formatShort(metricsFile?.dropped ?? 0)} DROPPED`;
    const room = width - LABEL_WIDTH - dropped.length - ": ".length;
    const reason = fitText(printable(metricsFile?.reason ?? ""), room);
    return [[LABEL("file"), [reason === "" ? dropped : `${dropped}: ${reason}`, "bad"]]];
  },
  blank: () => [],
};

const LABEL_WIDTH = 6;
/** Room for the number of consumers beside the state, and for the sign that there is more. */
const ALONE_WIDTH = "   +16   …".length;
const LABEL = (text: string): Piece => [text.padEnd(LABEL_WIDTH), "heading"];

function stateOf({ state, causes }: LiveStatus, width: number): Piece[] {
  const reasons = fitText(causes.join(", "), width - state.length - " ()".length);
  const why: Piece[] = reasons === "" ? [] : [[` (${reasons})`]];
  return [[state, state === "READY" ? "good" : state === "DEGRADED" ? "bad" : "warning"], ...why];
}

function timeOf({ elapsedMs, plan, isStopping }: LiveStatus): string[] {
  const time = Number.isFinite(plan.seconds)
    ? `${formatSeconds(elapsedMs)} of ${plan.seconds} s`
    : formatSeconds(elapsedMs);
  return isStopping ? [`${time}, stopping`, "Ctrl-C ends it at once"] : [time, "Ctrl-C ends it"];
}

const BAR_WIDTH = 8;
/** Holds any count and any time span, and a space before it. */
const WIDTH = 8;

/** The columns of the table. Of how a consumer stands, what it has lost goes last, and what is a picture first. */
const COLUMNS: readonly Column[] = [
  { heading: "", width: 4, isLeft: true, rank: 13 },
  { heading: "", width: BAR_WIDTH, isLeft: true, rank: 5 },
  { heading: "lag", width: WIDTH, rank: 11 },
  { heading: "lost", width: WIDTH, rank: 12 },
  { heading: "waits", width: WIDTH, rank: 10 },
  { heading: "polled", width: WIDTH, rank: 9 },
  { heading: "stale p50", width: 10, rank: 2 },
  { heading: "stale p99", width: 10, rank: 8 },
  { heading: "p99.9", width: WIDTH, rank: 6 },
  { heading: "dropped", width: WIDTH, rank: 7 },
  { heading: "stalls", width: WIDTH, rank: 4 },
  { heading: "longest", width: WIDTH, rank: 1 },
];

/** The heading, the producer and the first consumers, in the columns that there is room for. */
function drawTable({ hasHeading, hasProducer }: PanelLines["table"], status: LiveStatus, count: number, width: number) {
  const consumers = status.consumers.slice(0, count);
  const rows = consumers.map((consumer) => consumerCells(consumer, status));
  const producer = cycleCells(status.producer.stalls, status.producer.longestNs);
  const shown = fitColumns(COLUMNS, [...rows, [...NOTHING, ...producer]], width);
  const hasColumn = (column: number) => shown.some((one) => one.column === column);
  const align = (cells: readonly Field[]) =>
    shown.flatMap(({ column, width }) => alignCell(cells[column], width, COLUMNS[column].isLeft));
  const lines: Field[] = [];
  if (hasHeading) {
    const heading = align(COLUMNS.map(({ heading }) => [[heading]]));
    const isWhole = shown.length === COLUMNS.length || widthOf(heading) + 2 > width;
    lines.push([[heading.map(([text]) => text).join("") + (isWhole ? "" : " …"), "faint"]]);
  }
  if (hasProducer && hasColumn(STALLS)) {
    const name: Field[] = hasColumn(BAR) ? [[], [["producer"]]] : [[["prod"]], []];
    lines.push(align([...name, ...NOTHING.slice(name.length), ...producer]));
  }
  consumers.forEach(({ number, failure }, n) => {
    if (failure === undefined) return lines.push(align(rows[n]));
    const label = labelOf(number);
    const reason = fitText(printable(`ended: ${failure}`), width - widthOf([label]));
    return lines.push(widthOf([label]) > width ? [] : [label, [reason, "bad"]]);
  });
  return lines;
}

const BAR = 1;
const STALLS = 10;
/** The cells of the producer that it has no number for: all before those of its cycles. */
const NOTHING: readonly Field[] = Array.from({ length: STALLS }, () => []);

function labelOf(number: number): Piece {
  return [String(number).padStart(3).padEnd(COLUMNS[0].width), "heading"];
}

function consumerCells(consumer: ConsumerStatus, { plan }: LiveStatus): Field[] {
  const { number, lag, lost, undecidedNs, heartbeatNs, stalenessNs, dropped, stalls, longestCycleNs } = consumer;
  const spans = stalenessNs === undefined
    ? ["-", "-", "-"]
    : [stalenessNs.p50, stalenessNs.p99, stalenessNs.p999].map(formatSpan);
  const isOver = lag > plan.capacity;
  return [
    [labelOf(number)],
    [[drawBar(lag, plan.capacity), isOver ? "bad" : "good"]],
    [[formatShort(lag), isOver ? "bad" : undefined]],
    [countPiece(lost)],
    [[formatSpan(undecidedNs)]],
    [[formatSpan(heartbeatNs)]],
    ...spans.map((span): Field => [[span]]),
    [countPiece(dropped)],
    ...cycleCells(stalls, longestCycleNs),
  ];
}

/** How the cycles of a thread went. */
function cycleCells(stalls: number, longestNs: number): Field[] {
  return [[countPiece(stalls)], [[formatSpan(longestNs)]]];
}

/** A count of what should not happen. */
function countPiece(count: number): Piece {
  return [formatShort(count), count > 0 ? "warning" : undefined];
}

/** A bar in eighths of a character. Only a full ring fills it; what is more ends in an arrow. */
function drawBar(lag: number, capacity: number): string {
  if (lag > capacity) return "█".repeat(BAR_WIDTH - 1) + "►";
  const eighths = lag === 0 ? 0 : Math.max(1, Math.floor(lag / capacity * BAR_WIDTH * 8));
  const part = EIGHTHS[eighths % 8];
  return ("█".repeat(Math.floor(eighths / 8)) + part).padEnd(BAR_WIDTH, "·");
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
