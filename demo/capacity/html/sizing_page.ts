import { printable } from "../../../config/printable.ts";
import { sizingSentence, type VerdictPart } from "../../figures/sentences.ts";
import { sizingFigure } from "../../figures/sizing_figure.ts";
import { SLIM, WIDE } from "../../html/figure_widths.ts";
import { dataTable, details, facts, figureBlock, note, sentences, tableOf } from "../../html/html_blocks.ts";
import { commandsOf } from "../../html/page_commands.ts";
import { type HtmlSection, renderPage } from "../../html/html_page.ts";
import { saidOfEach } from "../../html/run_verdict.ts";
import { feedMarkup } from "../../simulate/report/html_report.ts";
import { systemRows } from "../../simulate/report/system_lines.ts";
import { PEAKS_NOTE } from "../../simulate/report/text_report.ts";
import { describeFeed, formatLoad } from "../../simulate/report/words.ts";
import { formatNs, greatest } from "../../terminal/layout/layout.ts";
import { formatGrouped, plural } from "../../terminal/layout/number_format.ts";
import { choiceTexts, describeDraws, lawTexts, P99_NOTE } from "../sizing_report.ts";
import {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizedRing,
  type SizingLimits,
  type SizingResult,
} from "../sizing_result.ts";

/** A sizing as a page. Every number in it is read from the result or computed from it. */
export function renderSizingPage(result: SizingResult, limits: SizingLimits, replay: string): string {
  const { specification, feed, published, bytes, seeds, consumers } = result;
  const draws = describeDraws(result);
  const sections: HtmlSection[] = [
    ...consumers.map((consumer, n) => ({
      id: `consumer${n + 1}`,
      title: printable(consumer.name),
      note: draws,
      markup: consumerMarkup(consumer, limits, result, `sizing${n + 1}`),
    })),
    {
      id: "feed",
      title: "Feed",
      note: seeds.length === 1 ? PEAKS_NOTE : `${PEAKS_NOTE}; seed ${seeds[0]}`,
      markup: feedMarkup(feed, published, bytes),
    },
    { id: "settings", title: "System", markup: facts(systemRows(specification, true)) },
  ];
  return renderPage({
    subject: `Sizing for ${describeFeed(specification.feed, specification.step)}`,
    verdict: verdictOf(consumers),
    lead: draws === undefined ? [] : [`Of ${draws}.`],
    sections,
    commands: commandsOf(replay),
    digest: undefined,
    footnote: "The same on every machine. Simulated time; no network, no exchange, one thread.",
  });
}

/** What the law asks for, and what became of smaller rings. */
function verdictOf(consumers: readonly SizedConsumer[]): VerdictPart[] {
  const said: VerdictPart[] = [{ text: "The ", role: "plain" }, { text: "law", role: "law" }, {
    text: consumers.length === 1 ? " asks for " : " asks for: ",
    role: "plain",
  }];
  const needs = consumers.map(({ name, laws }): readonly [name: string, need: string, role: VerdictPart["role"]] => {
    if (laws.some(({ isStable }) => isStable === false)) return [printable(name), "more than any ring", "wrong"];
    const needed = formatGrouped(greatest(laws.map(({ neededCapacity }) => neededCapacity)));
    return [printable(name), consumers.length > 1 ? needed : `a ring of ${needed}`, "law"];
  });
  if (consumers.length > 1) return [...said, ...saidOfEach(needs), { text: ".", role: "plain" }];
  const [[, text, role]] = needs;
  said.push({ text, role });
  const { rings } = consumers[0];
  const small = rings.findLast(isLosing);
  const whole = rings.find((ring) => !isLosing(ring));
  said.push({ text: ". In the simulation, ", role: "plain" });
  if (small !== undefined) said.push({ text: `${losers(small)} events`, role: "lost" });
  if (small !== undefined && whole !== undefined) said.push({ text: ", and ", role: "plain" });
  if (whole !== undefined) {
    said.push({ text: small === undefined ? `${losers(whole)} nothing` : `${slots(whole)} none`, role: "plain" });
  }
  return [...said, { text: ".", role: "plain" }];
}

function slots({ capacity }: SizedRing): string {
  return plural(capacity, "slot");
}

/** The slots of a ring as who loses something. */
function losers(ring: SizedRing): string {
  return `${slots(ring)} ${ring.capacity === 1 ? "loses" : "lose"}`;
}

function isLosing({ policies }: SizedRing): boolean {
  return policies.some(({ lost }) => lost > 0);
}

function consumerMarkup(
  consumer: SizedConsumer,
  limits: SizingLimits,
  { seeds, published }: SizingResult,
  id: string,
): string {
  return sentences(choiceTexts(consumer, limits)) + sentences(lawTexts(consumer.laws)) +
    curve(consumer, published, id) + ringTable(consumer, seeds.length > 1) + note(P99_NOTE) +
    (seeds.length === 1 ? "" : drawTable(consumer, seeds));
}

/** Capacity against loss and against staleness, with the ring that the law says is needed. */
function curve({ laws, rings }: SizedConsumer, events: number, id: string): string {
  const isUnstable = laws.some(({ isStable }) => isStable === false);
  const data = {
    needed: isUnstable ? undefined : greatest(laws.map(({ neededCapacity }) => neededCapacity)),
    series: SIZED_POLICIES.map((name, n) => ({
      name,
      rows: rings.map(({ capacity, policies }) => {
        const { lost, p99Ns } = policies[n];
        // Of several draws the worst may have had more events than the first.
        return { capacity, lost, events: Math.max(events, lost), p99Ns };
      }),
    })),
  };
  const sentence = sizingSentence(data);
  const draw = (width: number, suffix: string) => sizingFigure(data, { width, id: `${id}-${suffix}`, sentence });
  return figureBlock({ wide: draw(WIDE, "figure"), narrow: draw(SLIM, "slim"), sentence });
}

/** Loss and age for each ring and policy; of several draws the worst, and the best behind it. */
function ringTable({ name, rings }: SizedConsumer, hasDraws: boolean): string {
  const range = (worst: string, best: string) => hasDraws && worst !== best ? `${worst} (${best})` : worst;
  return dataTable({
    caption: `${printable(name)}: events lost and staleness, for each ring and policy${
      hasDraws ? ": the worst draw, and the best in parentheses" : ""
    }`,
    corner: "ring",
    head: SIZED_POLICIES.flatMap((policy) => [`${policy}, lost`, `${policy}, p99`]),
    rows: rings.map((ring) => ({
      name: formatGrouped(ring.capacity),
      cells: ring.policies.flatMap(({ lost, lostLeast, p99Ns, p99LeastNs }) => [
        range(formatGrouped(lost), formatGrouped(lostLeast)),
        range(formatAge(p99Ns), formatAge(p99LeastNs)),
      ]),
      tone: isLosing(ring) ? undefined : "good",
    })),
  });
}

function formatAge(ns: number | undefined): string {
  return ns === undefined ? "-" : formatNs(ns);
}

/** What arithmetic says of each draw. */
function drawTable({ name, laws }: SizedConsumer, seeds: readonly number[]): string {
  const rows = laws.map((law, n) => [
    String(seeds[n]),
    law.load === undefined ? "-" : formatLoad(law.load),
    formatGrouped(law.neededCapacity),
    formatGrouped(law.neededAtTwiceTheSpeed),
    formatGrouped(law.neededWithEveryEventTwice),
  ]);
  const head = ["seed", "load", "needed ring", "twice as fast", "every event twice"];
  return details("Every draw", tableOf(`${printable(name)}: what arithmetic says of each draw`, { head, rows }));
}
