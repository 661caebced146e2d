import { assertEquals } from "@std/assert";
import type { RunView } from "../../../demo/figures/run_view.ts";
import { textOf } from "../../../demo/figures/sentences.ts";
import { viewOfTrack } from "../../../demo/figures/view_of_track.ts";
import { verdictOfRuns } from "../../../demo/html/run_verdict.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { runScenario } from "../../../demo/scenarios/scenario.ts";

const [VIEW] = runScenario(SCENARIOS.find(({ id }) => id === "balanced")!).tracks.map(viewOfTrack);

function view(name: string, predicted: number | undefined, observed: number | undefined, lost = 0): RunView {
  const text = (step: number | undefined) => step === undefined ? "never" : String(step);
  return {
    ...VIEW,
    name,
    predicted,
    observed,
    predictedText: text(predicted),
    observedText: text(observed),
    account: { ...VIEW.account, lost },
  };
}

Deno.test("verdictOfRuns says once what the law says of all, and what each lost", () => {
  const said = (...views: RunView[]) => textOf(verdictOfRuns(views));
  assertEquals(
    said(view("a", undefined, undefined), view("b", undefined, undefined)),
    "The law said never for all 2. So it was, and nothing is lost.",
  );
  assertEquals(
    said(view("a", 3, 3, 1_234), view("b", 3, 3), view("c", 3, 3, 5)),
    "The law said step 3 for all 3. So it was: a lost 1,234, c lost 5.",
  );
  assertEquals(
    said(view("a", undefined, undefined), view("b", 7, 7, 9)),
    "The law said: a never, b step 7. So it was: b lost 9.",
  );
});

Deno.test("verdictOfRuns says for which runs the law was wrong", () => {
  const parts = verdictOfRuns([view("a", 3, 3), view("b", 3, 4), view("c", 3, undefined)]);
  assertEquals(textOf(parts), "The law said step 3 for all 3. It was not so: b step 4, c never.");
  assertEquals(parts.filter(({ role }) => role === "wrong").map(({ text }) => text), ["not so", "step 4", "never"]);
});

Deno.test("verdictOfRuns stays a sentence, however many there are: of more than five it names the first", () => {
  const many = (predicted: (n: number) => number, observed: number) =>
    textOf(verdictOfRuns(Array.from({ length: 1_300 }, (_, n) => view(`c${n}`, predicted(n), observed, 2))));
  assertEquals(
    many((n) => n, 7),
    "The law said: c0 step 0, c1 step 1, c2 step 2, c3 step 3, c4 step 4, and 1,295 more. It was not so: " +
      "c0 step 7, c1 step 7, c2 step 7, c3 step 7, c4 step 7, and 1,294 more.",
  );
  assertEquals(
    many(() => 7, 7),
    "The law said step 7 for all 1,300. So it was: c0 lost 2, c1 lost 2, c2 lost 2, c3 lost 2, c4 lost 2, and 1,295 more.",
  );
});
