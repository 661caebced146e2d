/// <reference lib="dom" />
import { formatCount, formatSpan } from "../../view/format.ts";
import type { ConsumerJson, LiveJson } from "../../view/live_json.ts";
import type { PageRun } from "../page_frame.ts";
import { byId, html } from "./elements.ts";
import { labelOf } from "./verdict.ts";

const EVENTS = ["published", "live", "provisional", "lost", "left"] as const;
const STALENESS = ["p50", "p99", "max"] as const;

/** Shows what became of the events of a run that has ended. */
export function showEnd(run: PageRun, result: LiveJson): void {
  const element = byId("end");
  const told = result.consumers[0]?.staleness_ns.against_schedule === null ? "as measured" : "against the schedule";
  const headings = ["", ...EVENTS, ...STALENESS];
  const rows = result.consumers.map((consumer) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, labelOf(run, consumer.consumer)),
      ...cellsOf(consumer).map((text) => html("td", {}, text)),
    )
  );
  const { hiccups } = result;
  const lines = [
    `Published = live + provisional + lost + left. The last three columns are the staleness ${told}, since the system was ready.`,
    ...(hiccups === null ? [] : [hiccupsOf(hiccups.since_ready_ns)]),
    ...result.halts.map(({ seconds, causes, live_acks_after, time_to_halt_ns }) =>
      `Left READY at ${seconds.toFixed(1)} s by ${causes.join(", ")}: ` +
      (live_acks_after === 0
        ? "no live ack after it."
        : `${formatCount(live_acks_after)} live acks after it, the last after ${formatSpan(time_to_halt_ns)}.`)
    ),
    ...result.failures.map((failure) => `Failed: ${failure}`),
  ];
  element.append(
    ...result.consumers.map((consumer) => barOf(labelOf(run, consumer.consumer), consumer)),
    html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "What became of the events, as a table" },
      html(
        "table",
        {},
        html(
          "thead",
          {},
          html("tr", {}, ...headings.map((name) => name === "" ? html("td") : html("th", { scope: "col" }, name))),
        ),
        html("tbody", {}, ...rows),
      ),
    ),
    html("ul", { class: "soft" }, ...lines.map((line) => html("li", {}, line))),
  );
  element.hidden = false;
}

function cellsOf({ events, staleness_ns }: ConsumerJson): string[] {
  const { against_schedule, as_measured } = staleness_ns;
  const latency = against_schedule ?? as_measured;
  const counts = events === null ? EVENTS.map(() => "unknown") : countsOf(events).map(formatCount);
  return [...counts, ...STALENESS.map((name) => latency[name] === null ? "-" : formatSpan(latency[name]))];
}

function countsOf({ delivered, lost, left, live, provisional }: NonNullable<ConsumerJson["events"]>): number[] {
  return [delivered + lost + left, live, provisional, lost, left];
}

function hiccupsOf({ p50, p99, max }: NonNullable<LiveJson["hiccups"]>["since_ready_ns"]): string {
  const spans = [p50, p99, max].map((ns) => ns === null ? "-" : formatSpan(ns));
  return `Hiccups of the machine, measured beside the system: p50 ${spans[0]}, p99 ${spans[1]}, max ${spans[2]}.`;
}

/** The parts of a consumer's events, as wide as they are many. */
function barOf(name: string, { events }: ConsumerJson): HTMLElement {
  if (events === null) return html("p", { class: "failure" }, `${name}: its thread failed, so its events are unknown`);
  const counts = countsOf(events);
  const parts = EVENTS.slice(1).map((kind, n) => {
    const part = html("span", { class: `part ${kind}` });
    part.style.flexGrow = String(counts[n + 1]);
    return part;
  }).filter((_, n) => counts[n + 1] > 0);
  const words = EVENTS.slice(1).map((kind, n) => `${formatCount(counts[n + 1])} ${kind}`);
  const bar = html("div", { class: "account", role: "img", "aria-label": `${name}: ${words.join(", ")}` }, ...parts);
  const legend = html(
    "ul",
    { class: "legend" },
    ...EVENTS.slice(1).map((kind, n) => html("li", {}, html("span", { class: `part ${kind}` }), words[n])),
  );
  return html("div", { class: "ended" }, html("h3", {}, name), bar, legend);
}
