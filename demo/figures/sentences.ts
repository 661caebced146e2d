import type { AccountView, QuantilePoint, RunView } from "./run_view.ts";
import type { SizingData } from "./sizing_figure.ts";
import { counted, duration, grouped, listed, percent, times } from "./words.ts";

/** Part of a verdict, by what it speaks of; `wrong` is the run where it is not what the law said. */
export interface VerdictPart {
  /** Its words. */
  readonly text: string;
  /** Whose they are. */
  readonly role: "plain" | "law" | "lost" | "wrong";
}

/** Rates of a run by steps, where they are constant. */
export interface ConstantRates {
  /** Events of a step. */
  readonly ingest: number;
  /** Polls of a step. */
  readonly polls: number;
}

const NEVER = "never";

/** When something was: `step 12`, `2.47 ms`; `never` is no step. */
function step({ unit }: RunView, text: string): string {
  return unit === "step" && text !== NEVER ? `step ${text}` : text;
}

/** When something was, after a verb: `in step 12`, `in steps 12 and 25`, `at 2.47 ms`. */
function when({ unit }: RunView, texts: readonly string[]): string {
  return `${unit === "step" ? `in step${texts.length > 1 ? "s" : ""}` : "at"} ${listed(texts)}`;
}

/** Most overruns that a verdict lists one by one. */
const LISTED_MAX = 4;

/**
 * What the law said, and what came of it: the headline of a run.
 *
 * @param view the run
 * @param subject who was overrun. Default: `The run`
 */
export function verdictOf(view: RunView, subject = "The run"): VerdictPart[] {
  const { predicted, observed, predictedText, observedText, count, episodes, account, policy } = view;
  const asSaid = agrees(view);
  const who = asSaid ? `. ${subject}` : `, but ${subject.replace(/^The /, "the ")}`;
  const parts: VerdictPart[] = [
    { text: "The ", role: "plain" },
    { text: "law", role: "law" },
    { text: " said ", role: "plain" },
    { text: step(view, predictedText), role: "law" },
  ];
  const say = (text: string, role: VerdictPart["role"] = "plain") => parts.push({ text, role });
  if (observed === undefined) {
    say(`${who}${predicted !== undefined && predicted >= count ? " ended before, and" : ""} was `);
    say("never overrun", asSaid ? "plain" : "wrong");
    if (account.lost > 0) {
      say(", yet ");
      say(`${counted(account.lost, "event")} ${account.lost === 1 ? "was" : "were"} lost`, "lost");
    }
  } else {
    const last = episodes.at(-1);
    const isOut = last !== undefined && last.to === undefined;
    const first = when(view, [observedText]);
    const places = episodes.map(({ from }) => view.unit === "step" ? String(from) : duration(from * view.intervalNs));
    // The first is given as words; two overruns of one step are in one place.
    const found = when(view, [...new Set([observedText, ...places.slice(1)])]);
    say(`${who} was `);
    say(
      episodes.length > LISTED_MAX
        ? `overrun ${times(episodes.length)}, first ${first}`
        : episodes.length > 1
        ? `overrun ${times(episodes.length)}, ${found}`
        : `${isOut ? "" : "first "}overrun ${first}`,
      asSaid ? "lost" : "wrong",
    );
    if (isOut) say(policy.startsWith("leave") ? ", and left" : ", and stopped reading");
  }
  say(".");
  return parts;
}

/** Whether the run was first overrun when the law said so; a moment after its end is as good as never. */
export function agrees({ predicted, observed, count }: RunView): boolean {
  return observed === undefined ? predicted === undefined || predicted >= count : predicted === observed;
}

/** The parts of a verdict as one text. */
export function textOf(parts: readonly VerdictPart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** The law in a few words, beside its line. */
export function lawLabel(view: RunView): string {
  const { predicted, predictedText, observedText, count } = view;
  if (!agrees(view)) return `the law: ${step(view, predictedText)}; the run: ${step(view, observedText)}`;
  if (predicted === undefined) return "the law: never overrun";
  const first = when(view, [predictedText]);
  return `the law: ${predicted < count ? `first overrun ${first}` : `overrun after the end, ${first}`}`;
}

/** Why the run went as it did, in a few sentences. The arithmetic is shown only where it gives what was observed. */
export function explanationOf(view: RunView, rates?: ConstantRates): string {
  const { capacity, episodes, observed, count } = view;
  const said: string[] = [];
  if (rates !== undefined && view.unit === "step") {
    const { ingest, polls } = rates;
    const behind = ingest - polls;
    said.push(`Every step brings ${counted(ingest, "event")} and ${counted(polls, "poll")}.`);
    const last = observed ?? count - 1;
    const lagIn = (step: number) => ingest + step * behind;
    const reached = `${grouped(ingest)} + ${grouped(last)} × ${grouped(behind)} = ${grouped(lagIn(last))}`;
    const falls = `The consumer falls ${grouped(behind)} behind each time`;
    const ring = grouped(capacity);
    if (behind <= 0 && observed === undefined) {
      said.push(`The consumer keeps up: at most ${grouped(ingest)} are unread, and the ring holds ${ring}.`);
    } else if (polls === 0 && observed === undefined) {
      said.push("Nobody reads, so nobody finds an overrun; what the ring overwrites is lost all the same.");
    } else if (observed === 0 && ingest > capacity) {
      said.push(`One step brings more than the ring holds: ${grouped(ingest)} > ${ring}.`);
    } else if (observed !== undefined && lagIn(observed) > capacity && lagIn(observed - 1) <= capacity) {
      said.push(`${falls}, until the ring writes over what it has not read: ${reached} > ${ring}.`);
    } else if (observed === undefined && lagIn(last) <= capacity) {
      said.push(`${falls}, and the run ends before the ring is full: ${reached} of ${ring}.`);
    }
  }
  const first = episodes[0];
  if (first !== undefined) said.push(answerOf(view, first.lost));
  return said.join(" ");
}

/** What the policy costs, and what it leaves. */
function answerOf({ policy }: RunView, lost: number): string {
  const count = grouped(lost);
  if (policy === "skip-to-head") {
    return `The consumer skips to the head and gives up ${count}: fresh again, and blind to what it gave up.`;
  }
  if (policy === "skip-to-oldest") {
    return `The consumer goes on at the oldest event that is left and gives up ${count}: it misses less, and stays a whole ring behind.`;
  }
  if (policy === "stall") return `The consumer stalls: it never reads again, and ${count} are lost by the end.`;
  if (policy.startsWith("leave")) {
    return `The consumer gives up ${count} the first time, and is taken out of service when that has happened too often.`;
  }
  return "";
}

/**
 * One moment of a run: `Step 12: 68 events behind a ring of 64; 4 are lost.` Of an interval of time it is the end, and what was in
 * between is said after it.
 */
export function ringSentence(view: RunView, column: number): string {
  const { capacity, unit, intervalNs } = view;
  const isStep = unit === "step";
  const most = view.lagMax[column];
  const lag = isStep ? most : view.lag[column];
  const over = lag - capacity;
  const at = isStep ? `Step ${grouped(column)}` : `After ${duration((column + 1) * intervalNs)}`;
  const ring = `a ring of ${grouped(capacity)}`;
  const lost = view.lost[column];
  const now = over > 0
    ? `${counted(lag, "event")} behind ${ring}; ${grouped(over)} ${over === 1 ? "is" : "are"} lost${
      isStep && lost > over ? `, and ${grouped(lost - over)} more given up` : ""
    }`
    : lag === 0
    ? `everything is read, in ${ring}`
    : `${counted(lag, "event")} behind, and ${ring} still holds ${lag === 1 ? "it" : "them all"}`;
  const between = isStep || most <= lag
    ? ""
    : ` Up to ${grouped(most)} were unread shortly before${lost > 0 ? `, and ${counted(lost, "event")} lost` : ""}.`;
  return `${at}: ${now}.${between}`;
}

/** A whole run, or several: how far it fell behind, and what that cost. */
export function timeSentence(views: readonly RunView[]): string {
  return views.map((view) => {
    const { count, intervalNs, unit, lagMax, capacity, account, episodes } = view;
    const over = unit === "step" ? counted(count, "step") : duration(count * intervalNs);
    const found = episodes.length;
    const cost = account.lost > 0
      ? `${grouped(account.lost)} of ${counted(account.events, "event")} lost`
      : "nothing lost";
    const name = views.length > 1 ? `${view.name}: o` : "O";
    return `${name}ver ${over}, at most ${counted(mostOf(lagMax), "event")} behind a ring of ${grouped(capacity)}, ${
      found > 0 ? `overrun ${times(found)}` : "never overrun"
    }, ${cost}.`;
  }).join(" ");
}

/** The greatest of some numbers, at least 0. */
export function mostOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < values.length; index++) most = Math.max(most, values[index]);
  return most;
}

/** What became of the events: `Of 400 events 111 were decided on live, 30 provisionally, 204 are lost and 55 wait.` */
export function accountSentence({ events, live, provisional, lost, waiting }: AccountView): string {
  if (events === 0) return "There were no events.";
  const some = (count: number, one: string, more: string) =>
    `${count === 0 ? "none" : grouped(count)} ${count < 2 ? one : more}`;
  const parts = [some(live, "was", "were") + " decided on live"];
  if (provisional > 0) parts.push(`${grouped(provisional)} provisionally`);
  parts.push(some(lost, "is", "are") + " lost", some(waiting, "waits", "wait"));
  return `Of ${counted(events, "event")} ${listed(parts)}.`;
}

/** How old events were when they were decided on, of one series or several. */
export function percentileSentence(
  series: readonly { readonly name: string; readonly points: readonly QuantilePoint[] }[],
): string {
  return series.map(({ name, points }) => {
    const whose = series.length > 1 ? `${name}: ` : "";
    if (points.length === 0) return `${whose}${series.length > 1 ? "no" : "No"} decisions.`;
    const last = points[points.length - 1];
    const p99 = points.find(({ share }) => share >= 0.99) ?? last;
    // Of a few decisions the 99th percentile is the greatest.
    const nearly = p99 === last ? "" : `${duration(p99.ns)} or less at ${percent(p99.share)}, `;
    return `${whose}${series.length > 1 ? "the" : "The"} staleness is ${nearly}at most ${duration(last.ns)}.`;
  }).join(" ");
}

/** What a sizing comes to: the needed ring, and from where on each policy loses nothing. */
export function sizingSentence({ series, needed }: SizingData): string {
  const enough = needed === undefined ? "" : grouped(2 ** Math.ceil(Math.log2(Math.max(needed, 1))));
  const law = needed === undefined
    ? "By the law no ring is enough in the long run."
    : `By the law ${counted(needed, "slot")} ${
      needed === 1 ? "is" : "are"
    } needed: a ring of ${enough} is never overrun.`;
  return [
    law,
    ...series.map(({ name, rows }) => {
      const last = rows.at(-1);
      if (last === undefined) return `${name}: no capacity was tried.`;
      if (last.lost > 0) {
        return `${name}: ${percent(last.lost / last.events)} lost even with ${grouped(last.capacity)}.`;
      }
      const from = rows.findLast(({ lost }) => lost > 0);
      if (from === undefined) return `${name}: nothing lost.`;
      return `${name}: nothing lost above ${grouped(from.capacity)}, where it is ${percent(from.lost / from.events)}.`;
    }),
  ].join(" ");
}
