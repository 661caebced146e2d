/// <reference lib="dom" />
import { formatCount, formatSeconds, formatSpan } from "../../view/format.ts";
import { formatShort } from "../../../terminal/layout/number_format.ts";
import type { PageRun } from "../page_frame.ts";
import type { Card } from "./consumer_card.ts";
import { byId, html, say } from "./elements.ts";
import { drawSystem } from "./strips.ts";

/** Most states in the sentence about the lifecycle. */
const STATES = 6;

/** Makes the card of what all consumers share: the lifecycle, the producer and the control plane. */
export function systemCard(run: PageRun): Card {
  const { config, clock, cores } = run;
  const asked = typeof config.rate === "number" ? config.rate : null;
  const element = byId("system");
  const state = html("dd", { id: "state" });
  const [published, rate, gap, stalls, longest] = Array.from({ length: 5 }, () => html("dd"));
  const pair = (name: string, value: HTMLElement) => html("div", {}, html("dt", {}, name), value);
  const numbers = html(
    "dl",
    { class: "numbers" },
    pair("state", state),
    pair("published", published),
    pair("rate", rate),
    pair("control loop gap", gap),
    pair("producer stalls", stalls),
    pair("its longest cycle", longest),
  );
  const drawing = html("div", { class: "strip", role: "img" });
  const lifecycle = html("p", { id: "lifecycle", class: "soft" });
  const paceOf = { max: "as fast as it can", feed: "by its feed" } as const;
  const pace = typeof config.rate === "number" ? `${formatShort(config.rate)} events/s asked` : paceOf[config.rate];
  const setting =
    `ring of ${formatCount(config.capacity)} x ${config.payload_words} words · ${pace} · ${clock.source} · ` +
    `idle ${config.idle} · ${cores} cores`;
  element.append(numbers, drawing, lifecycle, html("p", { class: "soft" }, setting));
  element.hidden = false;
  return {
    element,
    get width() {
      return drawing.clientWidth;
    },
    show(paper) {
      const { history } = paper;
      const now = history.newest!;
      say(state, now.causes.length === 0 ? now.state : `${now.state} (${now.causes.join(", ")})`);
      element.dataset.state = now.state;
      say(published, formatCount(now.published));
      say(rate, now.rate_per_second === null ? "-" : `${formatShort(now.rate_per_second)}/s`);
      say(gap, formatSpan(now.control_gap_ns));
      say(stalls, formatShort(now.producer.stalls));
      say(longest, formatSpan(now.producer.longest_cycle_ns));
      const { drawing: figure, sentence } = drawSystem(paper, asked);
      drawing.replaceChildren(figure);
      drawing.setAttribute("aria-label", sentence);
      const all = history.states({ from: 0, to: Infinity });
      const told = all.slice(-STATES).map(({ from, state, causes }) =>
        `${state} from ${formatSeconds(1_000 * from)}${causes.length === 0 ? "" : ` (${causes.join(", ")})`}`
      );
      say(lifecycle, `${all.length > STATES ? "… " : ""}${told.join(", ")}`);
    },
  };
}
