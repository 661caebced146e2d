import { accountFigure } from "../figures/account_figure.ts";
import { figureTable } from "../figures/figure_table.ts";
import { percentileFigure, type PercentileSeries } from "../figures/percentile_figure.ts";
import { ringFigure, ringMoment } from "../figures/ring_figure.ts";
import type { AccountView, RunView } from "../figures/run_view.ts";
import { accountSentence, percentileSentence, ringSentence, timeSentence } from "../figures/sentences.ts";
import { timeFigure } from "../figures/time_figure.ts";
import { formatNs } from "../terminal/layout/layout.ts";
import { formatExactly, formatGrouped } from "../terminal/layout/number_format.ts";
import { RING, SLIM, WIDE } from "./figure_widths.ts";
import { beside, details, figureBlock, note, scrolling, subsection, tableOf } from "./html_blocks.ts";

/** What of a run is drawn. */
export interface RunFigureOptions {
  /** Whether a law says when it is first overrun. Default: yes */
  readonly hasLaw?: boolean;
  /** What a figure shows, in a sentence. Default: how far the run fell behind, how often it was overrun, and what that cost */
  readonly sentenceOf?: (views: readonly RunView[]) => string;
  /** Whether the moment is known at which a ring is worth looking at. Default: yes */
  readonly hasRing?: boolean;
}

/**
 * The figures of some runs, or of the consumers of one ring: all of them on one axis, and then each with its ring at the first
 * overrun, or at the end if there is none, and what became of its events.
 *
 * @param isShared whether they are the consumers of one ring
 */
export function runFigures(views: readonly RunView[], isShared: boolean, options: RunFigureOptions = {}): string {
  if (views.length === 1) return oneRun(views[0], "run", options);
  const compared = subsection(
    isShared ? "All consumers on one axis" : "All runs on one axis",
    overTime(views.slice(0, COMPARED_MAX), "all", options),
  ) + (views.length > COMPARED_MAX
    ? note(`The first ${COMPARED_MAX} of ${views.length}: more cannot be told apart.`)
    : "");
  const each = views.map((view, n) => subsection(view.name, oneRun(view, `run${n + 1}`, options)));
  return compared + each.join("");
}

/** More lines than these cannot be told apart. */
const COMPARED_MAX = 5;

function oneRun(view: RunView, id: string, options: RunFigureOptions): string {
  const rest = overTime([view], id, options) + accountBlock(view.account, id);
  if (options.hasRing === false) return rest;
  const column = columnToSee(view);
  const sentence = ringSentence(view, column);
  const ring = figureBlock({
    wide: ringFigure(ringMoment([view], column), { width: RING, id: `${id}-ring`, sentence }),
    sentence,
  });
  return beside(ring, `<div>${rest}</div>`);
}

/**
 * The column at whose moment a ring is worth looking at: the first overrun, or the end. In a run by times an interval may be long
 * after it when it ends; where nothing is unread any more by then, it is the end of the interval at which most was.
 */
function columnToSee({ unit, observed, count, lag }: RunView): number {
  const column = Math.min(count - 1, Math.floor(observed ?? count - 1));
  if (unit === "step" || lag[column] > 0) return column;
  let most = column;
  for (let n = 0; n < count; n++) if (lag[n] > lag[most]) most = n;
  return most;
}

function overTime(views: readonly RunView[], id: string, options: RunFigureOptions): string {
  const { hasLaw = true, sentenceOf = timeSentence } = options;
  const sentence = sentenceOf(views);
  const data = {
    views,
    names: views.map(({ name }) => name),
    // On one axis there is room for one law.
    hasLaw: hasLaw && views.every(({ predicted }) => predicted === views[0].predicted),
  };
  const draw = (width: number, suffix: string) => timeFigure(data, { width, id: `${id}-${suffix}`, sentence }).svg;
  // Of several, each has its table where it stands alone.
  const table = views.length === 1
    ? details("The run as a table", scrolling(`${views[0].name} over time`, figureTable(views[0])))
    : "";
  return figureBlock({ wide: draw(WIDE, "time"), narrow: draw(SLIM, "slim"), sentence, table });
}

/** What became of the events, as a bar. */
function accountBlock(account: AccountView, id: string): string {
  const sentence = accountSentence(account);
  const draw = (width: number, suffix: string) => accountFigure(account, { width, id: `${id}-${suffix}`, sentence });
  const { events, live, provisional, lost, waiting } = account;
  const table = tableOf("What became of the events", {
    head: ["", "live", "provisional", "lost", "waiting", "all"],
    rows: [["events", ...[live, provisional, lost, waiting, events].map(formatGrouped)]],
  });
  return figureBlock({
    wide: draw(WIDE, "account"),
    narrow: draw(SLIM, "slim-account"),
    sentence,
    table: details("The account as a table", table),
  });
}

/** Staleness by percentile, of each run. */
export function stalenessFigure(views: readonly RunView[]): string {
  return percentileBlock(views.map(({ name, staleness }) => ({ name, points: staleness })), "staleness");
}

/** Staleness by percentile, on a logarithmic axis; of more series than can be told apart the first. */
export function percentileBlock(series: readonly PercentileSeries[], id: string): string {
  const shown = series.slice(0, COMPARED_MAX);
  const sentence = percentileSentence(shown);
  const draw = (width: number, suffix: string) => percentileFigure(shown, { width, id: `${id}-${suffix}`, sentence });
  const figure = figureBlock({
    wide: draw(WIDE, "figure"),
    narrow: draw(SLIM, "slim"),
    sentence,
    table: details("The percentiles as a table", percentileTable(series)),
  });
  return figure +
    (shown.length < series.length ? note(`Drawn are the first ${shown.length} of ${series.length}.`) : "");
}

/** Every point that is drawn. */
function percentileTable(series: readonly PercentileSeries[]): string {
  const shares = [...new Set(series.flatMap(({ points }) => points.map(({ share }) => share)))].sort((a, b) => a - b);
  const at = ({ points }: PercentileSeries, share: number) => points.find((point) => point.share >= share)?.ns;
  return tableOf("Staleness by percentile", {
    head: ["percentile", ...series.map(({ name }) => name)],
    rows: shares.map((share) => [
      `${formatExactly(Number((100 * share).toPrecision(12)))} %`,
      ...series.map((one) => {
        const ns = at(one, share);
        return ns === undefined ? "-" : formatNs(ns);
      }),
    ]),
  });
}
