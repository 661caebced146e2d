/// <reference lib="dom" />
/**
 * The script of the page: listens to the process, and draws what it hears.
 *
 * @module
 */
import { formatSeconds } from "../../view/format.ts";
import type { PageRun } from "../page_frame.ts";
import { type Link, listen } from "./connection.ts";
import { type Card, consumerCard } from "./consumer_card.ts";
import { byId, say } from "./elements.ts";
import { showEnd } from "./end_card.ts";
import { History } from "./history.ts";
import { systemCard } from "./system_card.ts";
import { type Verdict, verdictAtEnd, verdictOf } from "./verdict.ts";

/** Seconds by which the time axis moves, where motion is to be little: it stands still in between. */
const CALM_STEP = 30;

/** Cards from which on they are narrow. */
const MANY = 5;

const LINKS: Readonly<Record<Link | "ended", string>> = {
  live: "live",
  late: "no news",
  lost: "connection lost",
  gone: "process gone",
  full: "too many pages",
  ended: "ended",
};

const history = new History();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const hold = byId("hold");
let run: PageRun | undefined;
let cards: readonly Card[] = [];
let isHeld = false;
let isQueued = false;
let hasEnded = false;
let lastHeard = "";

/** Draws once before the browser shows the next picture, however many frames have come. */
function draw(): void {
  if (isQueued || isHeld || run === undefined || history.newest === undefined) return;
  isQueued = true;
  requestAnimationFrame(() => {
    isQueued = false;
    const span = history.window(calm.matches ? CALM_STEP : 0);
    // All widths are read before anything is drawn, so that the page is laid out once.
    const widths = cards.map(({ width }) => width);
    cards.forEach((card, n) => card.show({ history, span, width: Math.max(240, widths[n]) }));
    if (!hasEnded) judge(verdictOf(run!, history));
  });
}

function judge({ sentence, reason }: Verdict): void {
  say(byId("verdict"), sentence);
  say(byId("said"), sentence);
  say(byId("reason"), reason);
  document.title = `${sentence} Live run`;
}

function showLink(link: Link | "ended"): void {
  const element = byId("link");
  element.dataset.link = link;
  const isDated = link === "late" || link === "lost" || link === "gone";
  say(element, isDated && lastHeard !== "" ? `${LINKS[link]} since ${lastHeard}` : LINKS[link]);
  const { newest } = history;
  const dated = newest === undefined
    ? "Nothing was heard of it."
    : `What is shown is how it stood ${formatSeconds(1_000 * newest.seconds)} into the run, at ${lastHeard}.`;
  if (link === "lost") say(byId("reason"), dated);
  if (link === "gone" && !hasEnded) {
    judge({ sentence: "The process has gone.", reason: dated });
    hasEnded = true;
  }
  if (link === "full") {
    judge({
      sentence: "Too many pages look on.",
      reason: "This one tries again every five seconds. Closing another makes room.",
    });
  }
}

/** The time of the day, for a reader. No figure depends on it. */
function clockTime(): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format();
}

hold.addEventListener("click", () => {
  isHeld = !isHeld;
  hold.setAttribute("aria-pressed", String(isHeld));
  draw();
});
addEventListener("resize", draw);
calm.addEventListener("change", draw);

listen({
  onRun(told) {
    if (run !== undefined) return;
    run = told;
    cards = [systemCard(told), ...told.consumers.map((_, n) => consumerCard(told, n))];
    byId("consumers").classList.toggle("many", cards.length > MANY);
    byId("consumers").append(...cards.slice(1).map(({ element }) => element));
    hold.removeAttribute("disabled");
  },
  onFrame(frame) {
    lastHeard = clockTime();
    if (!history.add(frame)) return;
    const planned = run?.config.seconds ?? null;
    const elapsed = formatSeconds(1_000 * frame.seconds);
    if (!isHeld) say(byId("elapsed"), planned === null ? elapsed : `${elapsed} of ${planned} s`);
    draw();
  },
  onEnd(end) {
    hasEnded = true;
    isHeld = false;
    hold.hidden = true;
    showLink("ended");
    judge(verdictAtEnd(end));
    byId("json").hidden = true;
    if (run !== undefined) showEnd(run, end.result);
    draw();
  },
  onLink: showLink,
});
