/**
 * Makes the picture of the README from the run that it shows, or checks that the picture in the repository is that.
 *
 *     deno task picture
 *     deno task picture --check
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ringFigure, ringMoment } from "../demo/figures/ring_figure.ts";
import type { RunView } from "../demo/figures/run_view.ts";
import { ringSentence, textOf, timeSentence, verdictOf } from "../demo/figures/sentences.ts";
import { FIGURE_STYLE } from "../demo/figures/figure_style.ts";
import { standaloneSvg } from "../demo/figures/standalone_svg.ts";
import { coordinate, element, escaped, figure, label } from "../demo/figures/svg.ts";
import { timeFigure } from "../demo/figures/time_figure.ts";
import { viewOfTrack } from "../demo/figures/view_of_track.ts";
import { producerHeavy } from "../demo/scenarios/catalogue/producer_heavy.ts";
import { runScenario } from "../demo/scenarios/scenario.ts";
import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { processIo } from "../demo/terminal/command_io.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { DENO_FILES } from "../demo/terminal/files/deno_files.ts";

const FILE = "docs/pictures/producer_heavy.svg";
const TARGET = new URL(`../${FILE}`, import.meta.url);

/** The command whose run it shows. */
const COMMAND = "deno task demo producer-heavy --on-overrun skip-to-head";

const WIDTH = 900;
const RING = 340;
const TOP = 74;

/** Steps that are shown in turn: few of them, for each has a ring of its own. The overruns stand still for longer. */
const STEPS = [0, 3, 6, 9, 11, 12, 13, 16, 19, 22, 25, 26, 30, 34, 38, 39, 44, 49];
/** The step that is shown where nothing may move. */
const STILL = 12;
const SECONDS_A_SHARE = 0.8;

/** The picture: a ring and the time beside it, one mark through both. */
export function readmePicture(): string {
  const { tracks } = runScenario(producerHeavy, { settings: { onOverrun: "skip-to-head" } });
  const view = viewOfTrack(tracks[0]);
  const id = "picture";
  const time = timeFigure({ views: [view] }, {
    width: WIDTH - RING,
    id: `${id}-time`,
    sentence: timeSentence([view]),
    narrow: false,
    at: STILL,
  });
  const frames = STEPS.map((step) => {
    const ring = ringFigure(ringMoment([view], step), {
      width: RING,
      id: `${id}-${step}`,
      sentence: ringSentence(view, step),
    });
    return element("g", { class: `frame s${step}` }, placed(ring, 0, TOP));
  });
  const headline = element(
    "text",
    { class: "hero", x: 16, y: 32, "font-size": 17 },
    ...verdictOf(view).map(({ text, role }) => element("tspan", { class: TONES[role] }, escaped(text))),
  );
  const sentence = `${textOf(verdictOf(view))} ${timeSentence([view])}`;
  const height = TOP + time.height + 8;
  const body = [headline, label(16, 56, COMMAND, "soft mono"), placed(time.svg, RING, TOP), ...frames];
  return standaloneSvg(
    figure(id, WIDTH, height, sentence, "picture", ...body),
    FIGURE_STYLE + motionOf(view, time.xOf),
  );
}

const TONES = { plain: undefined, law: "tlaw", lost: "tlost", wrong: "tlost" };

/** A figure at a place within another. */
function placed(svg: string, x: number, y: number): string {
  return svg.replace("<svg ", `<svg x="${coordinate(x)}" y="${coordinate(y)}" `);
}

/** The style by which the steps take turns; where motion is reduced, one is shown and nothing moves. */
function motionOf({ overruns }: RunView, xOf: (column: number) => number): string {
  const shares = STEPS.map((step): number => overruns[step] > 0 ? 3 : 1);
  const all = shares.reduce((sum, share) => sum + share);
  const percent = (shares: number) => `${coordinate(100 * shares / all)}%`;
  let at = 0;
  let cursor = "";
  let frames = "";
  STEPS.forEach((step, index) => {
    const from = at;
    at += shares[index];
    cursor += `${percent(from)}{transform:translate(${coordinate(xOf(step))}px)}`;
    const hidden = (share: number) => `${percent(share)}{visibility:hidden}`;
    const name = `s${step}`;
    const before = from > 0 ? hidden(0) : "";
    frames += `@keyframes ${name}{${before}${percent(from)}{visibility:visible}${at < all ? hidden(at) : ""}}` +
      `.${name}{animation-name:${name}}`;
  });
  const duration = `${coordinate(all * SECONDS_A_SHARE)}s`;
  return `.mono{font-family:ui-monospace,monospace}.frame{visibility:hidden}.s${STILL}{visibility:visible}` +
    `@media(prefers-reduced-motion:no-preference){.frame,.cursor{animation:none ${duration} step-end infinite}` +
    `${frames}@keyframes cursor{${cursor}}.fig .cursor{animation-name:cursor}}`;
}

/**
 * Says how a picture differs from its source; undefined, if it does not.
 *
 * @param found the picture
 */
export function pictureDifference(found: string): string | undefined {
  return found === readmePicture() ? undefined : `${FILE} is not what its run gives; run: deno task picture`;
}

const PICTURE: Command = {
  usage: "deno task picture [OPTION...]",
  summary: `Makes ${FILE}, the picture of the README, from the run that it shows.`,
  options: [{ name: "check", help: "Writes nothing, and checks that the picture is that of the run." }],
  statuses: [["0", "the picture is that of the run"], ["1", "it is not"]],
};

async function make(isCheck: boolean): Promise<ExitStatus> {
  if (!isCheck) {
    DENO_FILES.replace(fileURLToPath(TARGET), readmePicture());
    return ExitStatus.OK;
  }
  const problem = pictureDifference(await Deno.readTextFile(TARGET));
  if (problem !== undefined) {
    console.error(problem);
    return ExitStatus.NOT_HELD;
  }
  console.log(`${FILE} is the picture of its run`);
  return ExitStatus.OK;
}

if (import.meta.main) {
  Deno.exit(await runLongCommand(PICTURE, Deno.args, processIo(), ({ flags }) => flags.has("check"), make));
}
