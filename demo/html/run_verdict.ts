import type { RunView } from "../figures/run_view.ts";
import { formatGrouped } from "../terminal/layout/number_format.ts";
import { agrees, verdictOf, type VerdictPart } from "../figures/sentences.ts";

/** What the law said of some runs or consumers, and what came of them. */
export function verdictOfRuns(views: readonly RunView[]): VerdictPart[] {
  const [first] = views;
  if (views.length === 1) return verdictOf(first);
  const isSame = views.every((view) => view.predicted === first.predicted);
  const wrong = views.filter((view) => !agrees(view));
  const said: VerdictPart[] = [{ text: "The ", role: "plain" }, { text: "law", role: "law" }];
  if (isSame) {
    said.push(
      { text: " said ", role: "plain" },
      { text: placeOf(first, first.predictedText), role: "law" },
      { text: ` for all ${formatGrouped(views.length)}`, role: "plain" },
    );
  } else {
    said.push({ text: " said: ", role: "plain" });
    said.push(...saidOfEach(views.map((view) => [view.name, placeOf(view, view.predictedText), "law"])));
  }
  if (wrong.length === 0) return [...said, { text: ". So it was", role: "plain" }, ...lossOf(views)];
  said.push({ text: ". It was ", role: "plain" }, { text: "not so", role: "wrong" }, { text: ": ", role: "plain" });
  said.push(...saidOfEach(wrong.map((view) => [view.name, placeOf(view, view.observedText), "wrong"])));
  return [...said, { text: ".", role: "plain" }];
}

/** Names in one enumeration of a verdict: it is a heading, and more are in the tables. */
const NAMED_MAX = 5;

/**
 * Names, each with what is to be said of it and whose words that are, as an enumeration: of many the first, and how many more
 * there are.
 */
export function saidOfEach(
  all: readonly (readonly [name: string, text: string, role: VerdictPart["role"]])[],
): VerdictPart[] {
  const said = all.slice(0, NAMED_MAX).flatMap(([name, text, role], n): VerdictPart[] => [
    { text: `${n === 0 ? "" : ", "}${name} `, role: "plain" },
    { text, role },
  ]);
  const more = all.length - NAMED_MAX;
  return more > 0 ? [...said, { text: `, and ${formatGrouped(more)} more`, role: "plain" }] : said;
}

/** What it cost, where it cost anything. */
function lossOf(views: readonly RunView[]): VerdictPart[] {
  const losing = views.filter(({ account }) => account.lost > 0);
  if (losing.length === 0) return [{ text: ", and nothing is lost.", role: "plain" }];
  const lost = losing.map(({ name, account }) => [`${name} lost`, formatGrouped(account.lost), "lost"] as const);
  return [{ text: ": ", role: "plain" }, ...saidOfEach(lost), { text: ".", role: "plain" }];
}

function placeOf({ unit }: RunView, text: string): string {
  return unit === "step" && text !== "never" ? `step ${text}` : text;
}
