/// <reference lib="dom" />
import { formatCount, formatSpan } from "../../view/format.ts";
import { formatShort } from "../../../terminal/layout/number_format.ts";
import type { PageConsumer, PageFrame, PageRun } from "../page_frame.ts";
import { html, say } from "./elements.ts";
import type { History } from "./history.ts";
import { timeName } from "./scales.ts";
import { drawConsumer, type Paper } from "./strips.ts";
import { labelOf } from "./verdict.ts";

/** A part of the page that shows one thing, over and over. */
export interface Card {
  /** Where it is. */
  readonly element: HTMLElement;
  /** Pixels that its drawing has. */
  readonly width: number;
  /** Shows the newest frame. */
  show(paper: Paper): void;
}

/** Frames in the table of a consumer. */
const TABLE_FRAMES = 20;

/** The numbers of a consumer: what they are called, what they are, and whether they tell of something that should not be. */
const NUMBERS: readonly (readonly [
  name: string,
  title: string,
  textOf: (consumer: PageConsumer) => string,
  isBad?: (consumer: PageConsumer, capacity: number) => boolean,
])[] = [
  ["lag", "events published and not yet taken", ({ lag }) => formatShort(lag), ({ lag }, capacity) => lag > capacity],
  ["lost", "events that it can never get", ({ lost }) => formatShort(lost), ({ lost }) => lost > 0],
  [
    "stale p50",
    "median age of the events decided on since the frame before",
    ({ staleness_ns }) => spanOf(staleness_ns?.p50),
  ],
  ["stale p99", "99th percentile of it", ({ staleness_ns }) => spanOf(staleness_ns?.p99)],
  ["stale max", "the greatest of it", ({ staleness_ns }) => spanOf(staleness_ns?.max)],
  ["waits", "age of the oldest event without a decision", ({ oldest_undecided_age_ns: ns }) => formatSpan(ns)],
  ["polled", "since its loop last polled", ({ heartbeat_age_ns }) => formatSpan(heartbeat_age_ns)],
  ["stalls", "cycles that took too long", ({ stalls }) => formatShort(stalls)],
  ["longest cycle", "the longest cycle so far", ({ longest_cycle_ns }) => formatSpan(longest_cycle_ns)],
  ["dropped", "observations that nobody took in time", ({ dropped_observations }) => formatShort(dropped_observations)],
];

/** Makes the card of a consumer. */
export function consumerCard(run: PageRun, index: number): Card {
  const { consumer, on_overrun } = run.consumers[index];
  const { capacity } = run.config;
  const title = html("h2", { id: `consumer-${consumer}` }, labelOf(run, consumer));
  const values = NUMBERS.map(([name]) => html("dd", { "data-number": name }));
  const numbers = html(
    "dl",
    { class: "numbers" },
    ...NUMBERS.map(([name, meaning], n) => html("div", { title: meaning }, html("dt", {}, name), values[n])),
  );
  const drawing = html("div", { class: "strip", role: "img" });
  const failure = html("p", { class: "failure", hidden: "" });
  const rows = html("tbody");
  const table = html(
    "details",
    {},
    html("summary", {}, `The last ${TABLE_FRAMES} frames as a table`),
    html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": `Frames of ${labelOf(run, consumer)}` },
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...HEADINGS.map((name) => html("th", { scope: "col" }, name)))),
        rows,
      ),
    ),
  );
  const policy = html("span", { class: "soft" }, `on overrun ${on_overrun}`);
  const element = html(
    "section",
    { class: "panel consumer", "aria-labelledby": title.id },
    html("div", { class: "head" }, title, policy),
    failure,
    numbers,
    drawing,
    table,
  );
  let newest: History | undefined;
  const fillTable = () => {
    if (table.open && newest !== undefined) rows.replaceChildren(...tableRows(newest, index));
  };
  table.addEventListener("toggle", fillTable);
  return {
    element,
    get width() {
      return drawing.clientWidth;
    },
    show(paper) {
      const now = paper.history.newest!.consumers[index];
      NUMBERS.forEach(([, , textOf, isBad], n) => {
        say(values[n], textOf(now));
        values[n].classList.toggle("bad", isBad?.(now, capacity) ?? false);
      });
      const { drawing: figure, sentence } = drawConsumer(paper, index, capacity);
      drawing.replaceChildren(figure);
      drawing.setAttribute("aria-label", sentence);
      failure.hidden = now.failure === null;
      say(failure, now.failure === null ? "" : `Its thread ended: ${now.failure}`);
      newest = paper.history;
      fillTable();
    },
  };
}

const HEADINGS = ["time", "state", "lag", "lost", "p50", "p99", "max"];

function* tableRows({ frames }: History, index: number): Iterable<HTMLTableRowElement> {
  const shown = frames.slice(-TABLE_FRAMES);
  for (const frame of shown.reverse()) {
    const before = frames.find((other) => other.frame === frame.frame - 1);
    const cells = [frame.state, ...cellsOf(frame, before, index)];
    yield html(
      "tr",
      {},
      html("th", { scope: "row" }, timeName(frame.seconds)),
      ...cells.map((text) => html("td", {}, text)),
    );
  }
}

function cellsOf(frame: PageFrame, before: PageFrame | undefined, index: number): string[] {
  const { lag, lost, staleness_ns: staleness } = frame.consumers[index];
  const lostSince = lost - (before?.consumers[index].lost ?? (frame.frame === 0 ? 0 : lost));
  return [formatCount(lag), formatCount(lostSince), ...[staleness?.p50, staleness?.p99, staleness?.max].map(spanOf)];
}

function spanOf(ns: number | undefined): string {
  return ns === undefined ? "-" : formatSpan(ns);
}
