import type { RunView, StateSpanView } from "../run_view.ts";
import { element, escaped, type Hatch, hatch, label } from "../svg.ts";
import { fitted, widthOf } from "../words.ts";
import { entitle, type Sheet, xAt } from "./sheet.ts";

const STATE_HATCHES: Record<string, Hatch> = { WARMUP: "provisional", DEGRADED: "degraded" };

/** The lifecycle. States that are too short for their names are named at the end. */
export function stateLane(sheet: Sheet, view: RunView, title: string): void {
  entitle(sheet, sheet.narrow ? fitted(title, 0.28 * sheet.width, sheet.size) : title, "", 20);
  const { body, id, size, y, narrow, right, width } = sheet;
  const named = new Set<string>();
  const unnamed = new Set<string>();
  let end = -1;
  for (const { state, from, to, causes } of view.states) {
    const x = Math.max(xAt(sheet, view, from), end);
    const width = xAt(sheet, view, to) - x;
    // Of spans within one pixel the first is drawn.
    if (width < 0.5 && end >= 0) continue;
    end = x + Math.max(width, 1);
    const inset = width > 6 ? 1 : 0;
    const why = element("title", {}, escaped(causes.length > 0 ? `${state}: ${causes.join(", ")}` : state));
    body.push(stateBox(id, state, x + inset, y, Math.max(width - 2 * inset, 1), 20, why));
    if (1.06 * widthOf(state, size) + 8 < width) {
      named.add(state);
      sheet.front.push(
        label(
          x + width / 2,
          y + 14.5,
          state,
          state === "READY" ? "bold" : "bold halo " + state.toLowerCase(),
          "middle",
        ),
      );
    } else unnamed.add(state);
  }
  const rest = [...unnamed].filter((state) => !named.has(state)).slice(-2);
  let x = right;
  rest.forEach((state, index) => {
    const length = 1.06 * widthOf(state, size);
    if (narrow) {
      x -= length + 16;
      body.push(stateBox(id, state, x, y - 16, 12, 12), label(x + 16, y - 6, state));
      x -= 10;
    } else if (right + 26 + length <= width) {
      const top = y + 10 + 13 * (index - (rest.length - 1) / 2);
      body.push(stateBox(id, state, right + 8, top - 6, 12, 12), label(right + 25, top + 4, state));
    }
  });
  sheet.y += 26;
}

function stateBox(
  id: string,
  state: string,
  x: number,
  y: number,
  width: number,
  height: number,
  ...inner: string[]
): string {
  const fill = state in STATE_HATCHES ? hatch(id, STATE_HATCHES[state]) : undefined;
  return element("rect", { class: state, x, y, width, height, rx: width > 8 ? 3 : undefined, fill }, ...inner);
}

/** Spans of a lifecycle, to tell whether two are the same. */
export function isSameLifecycle(a: readonly StateSpanView[], b: readonly StateSpanView[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
