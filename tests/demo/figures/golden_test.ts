import { accountFigure } from "../../../demo/figures/account_figure.ts";
import { figureTable } from "../../../demo/figures/figure_table.ts";
import { percentileFigure } from "../../../demo/figures/percentile_figure.ts";
import { ringFigure, ringMoment } from "../../../demo/figures/ring_figure.ts";
import type { RunView } from "../../../demo/figures/run_view.ts";
import {
  accountSentence,
  percentileSentence,
  ringSentence,
  sizingSentence,
  timeSentence,
} from "../../../demo/figures/sentences.ts";
import { sizingFigure } from "../../../demo/figures/sizing_figure.ts";
import { timeFigure } from "../../../demo/figures/time_figure.ts";
import { viewOfTrack } from "../../../demo/figures/view_of_track.ts";
import { fanOut } from "../../../demo/scenarios/catalogue/fan_out.ts";
import { failureRecovery } from "../../../demo/scenarios/catalogue/failure_recovery.ts";
import { producerHeavy } from "../../../demo/scenarios/catalogue/producer_heavy.ts";
import { runScenario, type Scenario, type ScenarioChanges } from "../../../demo/scenarios/scenario.ts";
import { GoldenFiles } from "../_golden.ts";

const golden = new GoldenFiles(new URL("golden/", import.meta.url));

/** Markup with an element a line, so that a change can be read. */
function lines(markup: string): string {
  return markup.replaceAll("><", ">\n<") + "\n";
}

function viewsOf(scenario: Scenario, settings: ScenarioChanges["settings"] = {}): RunView[] {
  return runScenario(scenario, { settings }).tracks.map(viewOfTrack);
}

const heavy = () => viewsOf(producerHeavy, { onOverrun: "skip-to-head" });

function ring(views: readonly RunView[], column: number): string {
  return lines(
    ringFigure(ringMoment(views, column), { width: 360, id: "ring", sentence: ringSentence(views[0], column) }),
  );
}

function time(views: readonly RunView[], width: number, ghost?: RunView): string {
  return lines(timeFigure({ views, ghost }, { width, id: "time", sentence: timeSentence(views), at: 12 }).svg);
}

golden.test("ring.svg", "ringFigure, of producer-heavy in step 12", () => ring(heavy(), 12));
golden.test("ring_of_three.svg", "ringFigure, of fan-out in step 30", () => ring(viewsOf(fanOut), 30));
golden.test(
  "ring_as_band.svg",
  "ringFigure, of a large ring",
  () => ring(viewsOf(producerHeavy, { ringCapacity: 4096, ingestPerStep: 300 }), 16),
);
golden.test("time.svg", "timeFigure, of producer-heavy", () => time(heavy(), 780));
golden.test("time_narrow.svg", "timeFigure, of producer-heavy on a telephone", () => time(heavy(), 360));
golden.test("time_compared.svg", "timeFigure, of fan-out", () => time(viewsOf(fanOut), 780));
golden.test("time_degraded.svg", "timeFigure, of failure-recovery with a ghost", () => {
  const [view] = viewsOf(failureRecovery);
  return time([view], 780, heavy()[0]);
});
golden.test("account.svg", "accountFigure, of producer-heavy", () => {
  const [{ account }] = heavy();
  return lines(accountFigure(account, { width: 700, id: "account", sentence: accountSentence(account) }));
});
golden.test("percentiles.svg", "percentileFigure, of fan-out", () => {
  const series = viewsOf(fanOut).map(({ name, staleness }) => ({ name, points: staleness }));
  return lines(percentileFigure(series, { width: 700, id: "percentiles", sentence: percentileSentence(series) }));
});
golden.test("sizing.svg", "sizingFigure, of producer-heavy", () => {
  const series = (["skip-to-head", "skip-to-oldest"] as const).map((name) => ({
    name,
    rows: [16, 32, 64, 128, 256, 512].map((capacity) => {
      const [{ account: { lost, events }, staleness }] = viewsOf(producerHeavy, {
        ringCapacity: capacity,
        onOverrun: name,
      });
      return { capacity, lost, events, p99Ns: staleness.find(({ share }) => share >= 0.99)?.ns };
    }),
  }));
  // 8 + 49 * 5 events are unread before the polls of the last step.
  const data = { series, needed: 253 };
  return lines(sizingFigure(data, { width: 700, id: "sizing", sentence: sizingSentence(data) }));
});
golden.test("table.html", "figureTable, of producer-heavy", () => lines(figureTable(heavy()[0])));
golden.testNoOther();
