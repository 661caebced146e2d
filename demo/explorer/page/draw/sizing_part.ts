/// <reference lib="dom" />
import { sizingSentence } from "../../../figures/sentences.ts";
import { sizingFigure } from "../../../figures/sizing_figure.ts";
import { duration, grouped } from "../../../figures/words.ts";
import { sizeRun } from "../../model/sizing_curve.ts";
import { byId, setHtml, setText } from "../dom.ts";
import type { Shown } from "../shown.ts";
import { plainTable } from "./plain_table.ts";

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
    const rows = data.series[0].rows.map(({ capacity }, n) => [
      grouped(capacity),
      ...data.series.flatMap((
        { rows },
      ) => [grouped(rows[n].lost), rows[n].p99Ns === undefined ? "–" : duration(rows[n].p99Ns)]),
    ]);
    const head = ["ring", ...data.series.flatMap(({ name }) => [`${name}, lost`, "staleness p99"])];
    setHtml("sizing-figure", sizingFigure(data, { width, id: "z", sentence }) + plainTable(head, rows));
    setText("sizing-sentence", sentence);
  };
  go();
}
