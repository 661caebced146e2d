/// <reference lib="dom" />
import { sizingSentence } from "../../../figures/sentences.ts";
import { sizingFigure } from "../../../figures/sizing_figure.ts";
import { sizeRun } from "../../model/sizing_curve.ts";
import { byId, setHtml, setText } from "../dom.ts";
import type { Shown } from "../shown.ts";

/** What is sized, or has been last. */
let sized: Pick<Shown, "run" | "view"> | undefined;

/** Sizes the ring of the run that is shown, a piece at a time, so that the page stays alive; and draws what came of it. */
export function drawSizing(shown: Shown, width: number): void {
  if (sized?.run === shown.run && sized.view === shown.view) return;
  const own = sized = shown;
  setHtml("sizing-figure", "");
  const work = sizeRun(shown.run, shown.request.consumer, shown.files);
  const go = () => {
    if (sized !== own) return;
    if (!byId<HTMLDetailsElement>("sizing").open) {
      sized = undefined;
      return;
    }
    const { done, value } = work.next();
    if (!done) {
      setText("sizing-sentence", `${Math.floor(100 * value)} % simulated`);
      setTimeout(go);
      return;
    }
    const data = {
      needed: value.needed,
      series: value.curves.map(({ policy, points }) => ({ name: policy, rows: points })),
    };
    const sentence = sizingSentence(data);
    setHtml("sizing-figure", sizingFigure(data, { width, id: "z", sentence }));
    setText("sizing-sentence", sentence);
  };
  go();
}
