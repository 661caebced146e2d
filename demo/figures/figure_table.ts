import { greatest, latest, summed } from "./lanes/columns.ts";
import type { RunView } from "./run_view.ts";
import { escaped } from "./svg.ts";
import { duration, grouped } from "./words.ts";

/** Most rows of a table. */
const ROWS_MAX = 60;

/**
 * The columns of a run as a table in HTML, for a reader who does not see the figure. A row stands for several columns, if there
 * are many; the caption says how they are put together.
 */
export function figureTable(view: RunView): string {
  const { count, unit, intervalNs, states } = view;
  const every = Math.ceil(count / ROWS_MAX);
  const rows = Math.ceil(count / every);
  const isSteps = unit === "step";
  const lag = isSteps ? ["lag before the polls", "lag after them"] : ["greatest lag", "lag at the end"];
  const parts: readonly (readonly [string, ArrayLike<number>, ((value: number) => string)?])[] = [
    ["published", latest(view.head, every)],
    [lag[0], greatest(view.lagMax, rows, every)],
    [lag[1], latest(view.lag, every)],
    ["overruns", summed(view.overruns, rows, every)],
    ["lost", summed(view.lost, rows, every)],
    ["live", summed(view.live, rows, every)],
    ["provisional", summed(view.provisional, rows, every)],
    ["staleness at most", greatest(view.stalenessNsMax, rows, every), duration],
  ];
  const head = ["step", "state", ...parts.map(([name]) => name)];
  if (!isSteps) head[0] = "until";
  const lines = Array.from({ length: rows }, (_, row) => {
    const from = row * every;
    const to = Math.min(from + every, count);
    const when = !isSteps
      ? duration(to * intervalNs)
      : to - from === 1
      ? grouped(from)
      : `${grouped(from)}–${grouped(to - 1)}`;
    const inside = states.filter((span) => span.from < to && span.to > from).map(({ state }) => state);
    const cells = [[...new Set(inside)].join(", "), ...parts.map(([, values, write = grouped]) => write(values[row]))];
    return `<tr><th scope="row">${when}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  });
  const together = every === 1
    ? ""
    : ` A row stands for ${grouped(every)} ${
      isSteps ? "steps" : "intervals"
    }: counts are added up, lag and staleness are the greatest.`;
  const caption = `${escaped(view.name)}, ${escaped(view.policy)}, a ring of ${grouped(view.capacity)}.${together}`;
  return `<table class="columns"><caption>${caption}</caption><thead><tr>${
    head.map((name) => `<th scope="col">${name}</th>`).join("")
  }</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}
