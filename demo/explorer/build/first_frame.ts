import { readAddress } from "../model/address.ts";
import { runRequest } from "../model/run_request.ts";
import { explanationOf, timeSentence, verdictOf } from "../../figures/sentences.ts";
import { escaped } from "../../figures/svg.ts";
import { timeFigure } from "../../figures/time_figure.ts";
import { predict } from "../../scenarios/prediction.ts";

/**
 * What the page shows before its script has run, and all that it shows without one: the finished run of its first scenario. It has
 * the layout of the page, so that nothing jumps; the ring has its place, and is drawn by the script.
 */
export function firstFrame(): string {
  const { views: [view], tracks: [track], digest, command } = runRequest(readAddress("").request);
  const sentence = timeSentence([view]);
  const verdict = verdictOf(view).map(({ text, role }) =>
    role === "plain" ? escaped(text) : role === "law" ? `<i>${escaped(text)}</i>` : `<em>${escaped(text)}</em>`
  );
  return `<main>
<header><h1>The ring that never waits</h1></header>
<h2 class="verdict">${verdict.join("")}</h2>
<p class="sub">${escaped(explanationOf(view, predict(track).rates))}</p>
<div class="grid">
<figure id="ring-part"><noscript><p>This is a picture of one run. With scripts the page runs the simulator itself, here and without a network: one
can go through the run step by step, change it, and compare.</p></noscript></figure>
<div class="panel">${
    timeFigure({ views: [view] }, { width: 780, id: "t", sentence }).svg
  }<p class="sub">${sentence}</p></div>
</div>
<p class="sub">Digest <code>${digest}</code>, the same from <code>${escaped(command)}</code>.</p>
</main>`;
}
