/// <reference lib="dom" />
import type { StepMoment } from "../../model/step_moments.ts";
import { grouped } from "../../../figures/words.ts";
import { byId, element } from "../dom.ts";

/** Moments that are listed on each side of the reader's. */
const AROUND = 60;

/** Lists what happens inside a step; `at` is the moment that the ring shows, the last by default. */
export function listMoments(moments: readonly StepMoment[], at: number, go: (moment: number) => void): void {
  const from = Math.max(0, at - AROUND);
  const listed = moments.slice(from, at + AROUND + 1);
  byId("moments").replaceChildren(...listed.map((moment, n) => {
    const item = element("li", { className: moment.kind }, momentText(moment));
    if (from + n === at) item.setAttribute("aria-current", "step");
    item.onclick = () => go(from + n);
    return item;
  }));
  if (moments.length > 0) return;
  byId("moments").append(element("li", {}, "A run by times is drawn by intervals: they have no inside."));
}

/** What happened at a moment, in words. */
export function momentText({ kind, sequence, lostNow, live }: StepMoment): string {
  const lost = lostNow > 0 ? `, ${grouped(lostNow)} lost` : "";
  switch (kind) {
    case "published":
      return `publish ${sequence}${lost}`;
    case "read":
      return `read ${sequence}${live ? "" : ", provisional"}`;
    case "resumed":
      return `overrun${lost}, resume at ${sequence}`;
    case "stalled":
      return "overrun, stalled";
    case "empty":
      return "nothing to read";
  }
}
