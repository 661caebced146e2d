/// <reference lib="dom" />
import { ringFigure, type RingMoment, ringMoment } from "../../../figures/ring_figure.ts";
import type { RunView } from "../../../figures/run_view.ts";
import { ringSentence } from "../../../figures/sentences.ts";
import { duration, grouped } from "../../../figures/words.ts";
import { byId, setHtml, setText } from "../dom.ts";
import { timeShown } from "./draw_run.ts";
import { listMoments, momentText } from "./moments_list.ts";
import type { Place, Shown } from "../shown.ts";
import { moveHand } from "./time_hand.ts";

/** Draws where the reader is: the ring at that moment, the hand over the figure, and the facts beside them. */
export function drawPlace(shown: Shown, { column, moments, moment }: Place, goInside: (moment: number) => void): void {
  const { view, run } = shown;
  const isEnd = column === view.count - 1;
  const inside = moment === undefined ? undefined : moments[moment];
  const at = placeText(view, column) + (inside === undefined ? "" : `, ${momentText(inside)}`);
  const others = run.areConsumers ? run.views.filter((other) => other !== view) : [];
  const drawn: RingMoment = inside === undefined
    ? ringMoment([view, ...others], column)
    : { ...ringMoment([view], column), head: inside.head, cursors: [{ name: view.name, cursor: inside.cursor }] };
  const sentence = inside === undefined ? ringSentence(view, column) : at;
  const width = Math.max(240, Math.min(400, Math.floor(byId("ring-part").clientWidth)));
  setHtml("ring", ringFigure(drawn, { width, id: "r", sentence }));
  setText("ring-sentence", sentence);
  moveHand(timeShown, column, isEnd);
  byId<HTMLButtonElement>("event").disabled = moments.length === 0;
  const slider = byId<HTMLInputElement>("step");
  slider.value = String(column);
  slider.setAttribute("aria-valuetext", at);
  setText("at", placeText(view, column));
  setText("fork-at", isEnd ? "from an earlier step on: go back first" : `from ${placeText(view, column)} on`);
  setText("state", view.states.findLast(({ from }) => from < column + 1)?.state ?? "INIT");
  const lag = grouped(view.lag[column]);
  setText("lag-name", inside === undefined && view.unit === "step" ? "behind → after polls" : "events behind");
  setText(
    "lag",
    inside !== undefined
      ? grouped(inside.head - inside.cursor)
      : view.unit === "step"
      ? `${grouped(view.lagMax[column])} → ${lag}`
      : lag,
  );
  setText("lost", grouped(lostBy(view, column)));
  setText("staleness", view.stalenessNsMax[column] === 0 ? "–" : duration(view.stalenessNsMax[column]));
  if (byId<HTMLDetailsElement>("inside").open) listMoments(moments, moment ?? moments.length - 1, goInside);
}

/** A column in words: `step 12`, `2.47 ms`. */
function placeText({ unit, intervalNs }: RunView, column: number): string {
  return unit === "step" ? `step ${grouped(column)}` : duration((column + 1) * intervalNs);
}

/** Events lost up to a column, and in it. */
function lostBy({ lost }: RunView, column: number): number {
  let total = 0;
  for (let n = 0; n <= column; n++) total += lost[n];
  return total;
}
