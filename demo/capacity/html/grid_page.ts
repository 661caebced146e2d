import type { VerdictPart } from "../../figures/sentences.ts";
import { escaped } from "../../figures/svg.ts";
import { facts, note, paragraph, scrolling, type Sentence, sentences } from "../../html/html_blocks.ts";
import { commandsOf } from "../../html/page_commands.ts";
import { renderPage } from "../../html/html_page.ts";
import { greatest } from "../../terminal/layout/layout.ts";
import type { GridCell, GridSettings } from "../capacity_grid.ts";
import {
  cellText,
  describeAgreement,
  describeCell,
  describeGrid,
  disagreements,
  gridTitle,
  legendOf,
} from "../grid_report.ts";

/** Rates that a page shows at most in a row or a column: of more, as many at equal distances. */
const RATES_SHOWN = 64;

/** Disagreements that a page lists. */
const LISTED_MAX = 100;

/** A grid as a page: a table with the step of the first overrun in each cell, shaded the stronger the earlier. */
export function renderGridPage(settings: GridSettings, cells: readonly GridCell[], replay: string): string {
  const { capacity, maxIngest, maxPolls, totalSteps } = settings;
  const wrong = disagreements(cells);
  const verdict: VerdictPart[] = [
    { text: "The ", role: "plain" },
    { text: "law", role: "law" },
    { text: " and the run say the same in ", role: "plain" },
    {
      text: `${cells.length - wrong.length} of ${cells.length}`,
      role: wrong.length === 0 ? "law" : "wrong",
    },
    { text: " pairs of rates.", role: "plain" },
  ];
  return renderPage({
    subject: gridTitle(capacity),
    verdict,
    lead: [describeGrid(totalSteps)],
    sections: [
      { id: "grid", title: "Grid", note: "the stronger the shade, the earlier", markup: gridMarkup(settings, cells) },
      {
        id: "evidence",
        title: "Law and simulation",
        markup: paragraph(describeAgreement(cells), wrong.length === 0 ? "good" : "bad") + wrongMarkup(wrong),
      },
      {
        id: "settings",
        title: "Settings",
        markup: facts([
          ["capacity", `${capacity} events`],
          ["max-ingest", `${maxIngest} a step`],
          ["max-polls", `${maxPolls} a step`],
          ["steps", String(totalSteps)],
        ]),
      },
    ],
    commands: commandsOf(replay),
    digest: undefined,
    footnote: "Simulated time; no network, no exchange, one thread.",
  });
}

function wrongMarkup(wrong: readonly GridCell[]): string {
  const listed = wrong.slice(0, LISTED_MAX).map((cell): Sentence => [describeCell(cell), "bad"]);
  const more = wrong.length - listed.length;
  return sentences(more === 0 ? listed : [...listed, [`and ${more} more that --json has`]]);
}

function gridMarkup({ maxIngest, maxPolls, totalSteps }: GridSettings, cells: readonly GridCell[]): string {
  const [rows, columns] = [ratesUpTo(maxIngest), ratesUpTo(maxPolls)];
  const last = greatest(cells.map(({ observed }) => observed ?? 0));
  const head = columns.map((polls) => `<th scope="col">${polls}</th>`).join("");
  const body = rows.map((ingest) => {
    const drawn = columns.map((polls) => {
      const cell = cells[(ingest - 1) * maxPolls + polls - 1];
      return `<td${classOf(cell, last)}>${escaped(cellText(cell))}</td>`;
    });
    return `<tr><th scope="row">${ingest}</th>${drawn.join("")}</tr>`;
  });
  const caption = "Step of the first overrun, by events (rows) and polls (columns) a step";
  const isPart = rows.length < maxIngest || columns.length < maxPolls;
  const table =
    `<table class="grid"><caption>${caption}</caption><thead><tr><th scope="col">ingest \\ polls</th>${head}</tr>` +
    `</thead><tbody>${body.join("")}</tbody></table>`;
  return scrolling(caption, table) + facts(legendOf(cells, totalSteps)) +
    (isPart ? note("Not every rate is shown; --json has them all.") : "");
}

/** The rates from 1 to the greatest, as far as they are shown. */
function ratesUpTo(most: number): number[] {
  const stride = Math.ceil(most / RATES_SHOWN);
  return Array.from({ length: Math.ceil(most / stride) }, (_, n) => 1 + n * stride);
}

/** Shades of a cell, from the latest overrun to the earliest. */
const SHADES = 4;

function classOf({ predicted, observed }: GridCell, last: number): string {
  if (predicted !== observed) return ' class="bad"';
  if (observed === undefined) return "";
  // By powers of two: most overruns are early.
  const late = last === 0 ? 0 : Math.log2(observed + 1) / Math.log2(last + 1);
  return ` class="s${SHADES - Math.min(SHADES - 1, Math.floor(late * SHADES))}"`;
}
