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
      { text: ` for all ${views.length}`, role: "plain" },
    );
  } else {
    said.push({ text: " said: ", role: "plain" });
    views.forEach((view, n) => {
      said.push(
        { text: `${n === 0 ? "" : ", "}${view.name} `, role: "plain" },
        { text: placeOf(view, view.predictedText), role: "law" },
      );
    });
  }
  if (wrong.length === 0) return [...said, { text: ". So it was", role: "plain" }, ...lossOf(views)];
  said.push({ text: ". It was ", role: "plain" }, { text: "not so", role: "wrong" }, { text: ": ", role: "plain" });
  wrong.forEach((view, n) => {
    said.push(
      { text: `${n === 0 ? "" : ", "}${view.name} `, role: "plain" },
      { text: placeOf(view, view.observedText), role: "wrong" },
    );
  });
  return [...said, { text: ".", role: "plain" }];
}

/** What it cost, where it cost anything. */
function lossOf(views: readonly RunView[]): VerdictPart[] {
  const losing = views.filter(({ account }) => account.lost > 0);
  if (losing.length === 0) return [{ text: ", and nothing is lost.", role: "plain" }];
  const said: VerdictPart[] = [{ text: ": ", role: "plain" }];
  losing.forEach(({ name, account }, n) => {
    said.push(
      { text: `${n === 0 ? "" : ", "}${name} lost `, role: "plain" },
      { text: formatGrouped(account.lost), role: "lost" },
    );
  });
  return [...said, { text: ".", role: "plain" }];
}

function placeOf({ unit }: RunView, text: string): string {
  return unit === "step" && text !== "never" ? `step ${text}` : text;
}
