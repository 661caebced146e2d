/// <reference lib="dom" />
import { predict } from "../../../scenarios/prediction.ts";
import { escaped } from "../../../figures/svg.ts";
import { accountFigure } from "../../../figures/account_figure.ts";
import { figureTable } from "../../../figures/figure_table.ts";
import { percentileFigure } from "../../../figures/percentile_figure.ts";
import type { RunView } from "../../../figures/run_view.ts";
import {
  accountSentence,
  explanationOf,
  percentileSentence,
  timeSentence,
  verdictOf,
} from "../../../figures/sentences.ts";
import { type TimeFigure, timeFigure } from "../../../figures/time_figure.ts";
import { forkText } from "../../model/fork_run.ts";
import { drawSizing } from "./sizing_part.ts";
import { duration, grouped, percent } from "../../../figures/words.ts";
import { byId, element, setHtml, setText } from "../dom.ts";
import { drawEvidence } from "./draw_evidence.ts";
import { drawSettings } from "./settings_form.ts";
import { plainTable } from "./plain_table.ts";
import type { Shown } from "../shown.ts";

/** The figure over time that is shown: the hand of the reader moves over it. */
export let timeShown: TimeFigure;

/** Draws everything about a run that does not depend on where its reader is. */
export function drawRun(shown: Shown, look: (consumer: number) => void): void {
  const { run, view, request } = shown;
  const { views, areConsumers, tracks } = run;
  const track = tracks[request.consumer];
  const rates = track === undefined ? undefined : predict(track).rates;
  byId<HTMLSelectElement>("scenario").value = request.scenario ?? "system";
  document.title = `${run.name}: ${view.predictedText === view.observedText ? "" : "not "}as the law said`;
  const subject = views.length === 1 ? "The run" : `${areConsumers ? "Consumer" : "Run"} “${view.name}”`;
  byId("verdict").replaceChildren(
    ...verdictOf(view, subject).map(({ text, role }) =>
      role === "plain" ? text : element(role === "law" ? "i" : "em", { className: role }, text)
    ),
  );
  setText("why", explanationOf(view, rates));
  setText("proves", run.proves);
  const choice = byId("tracks");
  choice.hidden = views.length < 2;
  choice.replaceChildren(...views.map(({ name, account: { lost } }, n) => {
    const cost = lost === 0 ? "" : element("small", {}, ` ${grouped(lost)} lost`);
    const button = element("button", { type: "button", onclick: () => look(n) }, name, cost);
    button.ariaPressed = String(n === request.consumer);
    return button;
  }));
  choice.ariaLabel = areConsumers ? "Consumer" : "Run";
  byId<HTMLInputElement>("step").max = String(view.count - 1);
  byId<HTMLButtonElement>("overrun").disabled = view.episodes.length === 0;
  setText("predicted", view.predictedText);
  setText("observed", view.observedText);
  byId("observed").parentElement!.className = view.predictedText === view.observedText ? "run" : "differs";
  drawTime(shown);
  drawSettings(run.settings);
  drawForks(shown);
  const { compare } = request;
  byId("policies").ariaPressed = String(compare === "policies");
  byId("keep").ariaPressed = String(compare !== undefined && compare !== "policies");
  drawEvidence(run);
  drawOpened(shown);
}

/** Draws what depends on the width of the page: the figure over time, and the account. */
export function drawTime(shown: Shown): void {
  const { view, base, request } = shown;
  const views = comparedViews(shown);
  const width = Math.max(280, Math.floor(byId("time-part").clientWidth));
  const sentence = timeSentence(views);
  timeShown = timeFigure({ views, names: views.map(({ name }) => name), ghost: base?.views[request.consumer] }, {
    width,
    id: "t",
    sentence,
  });
  setHtml("time", timeShown.svg);
  setText("time-sentence", sentence);
  const whole = Math.max(280, Math.floor(byId("account").clientWidth));
  setHtml("account", accountFigure(view.account, { width: whole, id: "a", sentence: accountSentence(view.account) }));
}

/** The runs that are drawn over time. */
export function comparedViews({ request, compared, view }: Shown): RunView[] {
  const others = compared.map(({ views }) => views[Math.min(request.consumer, views.length - 1)]);
  if (request.compare === "policies") return others.map((view) => ({ ...view, name: view.policy }));
  return others.length === 0
    ? [view]
    : [{ ...view, name: "this run" }, ...others.map((view) => ({ ...view, name: "kept" }))];
}

function drawForks({ request, run }: Shown): void {
  setText("fork-refusal", "");
  byId("forks").replaceChildren(...request.forks.map((fork, n) => {
    const undo = element("button", { type: "button" }, "undo");
    undo.dataset.fork = String(n);
    return element("li", {}, forkText(fork), undo);
  }));
  const isTimed = run.views[0].unit === "time";
  const kinds = byId<HTMLSelectElement>("fork-kind");
  for (const option of kinds.options) {
    option.disabled = isTimed && (option.value === "ingest" || option.value === "polls");
  }
  if (kinds.selectedOptions[0].disabled) kinds.value = "pause";
}

/** Shares of the decisions that the table of ages has. */
const TABLED = [0.5, 0.9, 0.99, 0.999, 1];

/** Parts that are drawn once they are opened, since they cost time. */
const OPENED: Readonly<Record<string, (shown: Shown, width: number) => string>> = {
  percentiles: (shown, width) => {
    const series = comparedViews(shown).map(({ name, staleness }) => ({ name, points: staleness }));
    const sentence = percentileSentence(series);
    const rows = TABLED.map((share) => [
      share === 1 ? "at most" : percent(share),
      ...series.map(({ points }) => {
        const point = points.find((point) => point.share >= share);
        return point === undefined ? "–" : duration(point.ns);
      }),
    ]);
    return percentileFigure(series, { width, id: "p", sentence }) +
      `<figcaption class="sub">${escaped(sentence)}</figcaption>` +
      plainTable(["of the decisions", ...series.map(({ name }) => name)], rows);
  },
  numbers: ({ view }) => figureTable(view),
};

/** Draws the parts that are open. */
export function drawOpened(shown: Shown): void {
  const sizing = byId<HTMLDetailsElement>("sizing");
  if (sizing.open) drawSizing(shown, widthOf(sizing));
  for (const [id, draw] of Object.entries(OPENED)) {
    const part = byId<HTMLDetailsElement>(id);
    if (!part.open) continue;
    const holder = part.lastElementChild as HTMLElement;
    holder.innerHTML = draw(shown, widthOf(holder));
  }
}

function widthOf(holder: HTMLElement): number {
  return Math.max(280, Math.min(760, Math.floor(holder.clientWidth)));
}
