/**
 * The parts of a page, as markup. What is called a text is escaped here; what is called markup is that already.
 *
 * @module
 */
import { escaped } from "../figures/svg.ts";

/** How a sentence is meant. It is told by a word or a sign as well as by a colour. */
export type Tone = "good" | "warning" | "bad";

/** A sentence, and how it is meant; undefined for nothing to look at. */
export type Sentence = readonly [text: string, tone?: Tone];

/** A paragraph of its own. */
export function paragraph(text: string, tone?: Tone): string {
  return `<p${tone === undefined ? "" : ` class="${tone}"`}>${escaped(text)}</p>`;
}

/** A paragraph that explains, in smaller letters. */
export function note(text: string): string {
  return `<p class="note">${escaped(text)}</p>`;
}

/** Sentences, each a paragraph. */
export function sentences(all: readonly Sentence[]): string {
  return all.map(([text, tone]) => paragraph(text, tone)).join("");
}

/** A list of sentences; nothing, if there is none. */
export function bullets(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `<ul>${texts.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul>`;
}

/** Texts as an enumeration; of many the first, and how many more there are. */
export function enumerated(texts: readonly string[]): string {
  if (texts.length <= TEXTS_MAX) return texts.join(", ");
  return [...texts.slice(0, TEXTS_MAX), `and ${texts.length - TEXTS_MAX} more that --json has`].join(", ");
}

/** Texts of an enumeration; more would be a table. */
const TEXTS_MAX = 40;

/** Names, and what belongs to each of them: a sentence or more. */
export function facts(rows: readonly (readonly [name: string, texts: string | readonly Sentence[]])[]): string {
  const parts = rows.map(([name, texts]) => {
    const all: readonly Sentence[] = typeof texts === "string" ? [[texts]] : texts;
    const shown = all.map(([text, tone]) => `<dd${tone === undefined ? "" : ` class="${tone}"`}>${escaped(text)}</dd>`);
    return `<div><dt>${escaped(name)}</dt>${shown.join("")}</div>`;
  });
  return `<dl>${parts.join("")}</dl>`;
}

/** A row of a table. */
export interface TableRow {
  /** Its name; that of a part of the row above begins with spaces. */
  readonly name: string;
  /** Its cells. */
  readonly cells: readonly string[];
  /** How it is meant. */
  readonly tone?: Tone | undefined;
}

/** A table. */
export interface DataTable {
  /** What it is about: read out first, and shown above it. */
  readonly caption: string;
  /** Name of the column of names. Default: none is shown */
  readonly corner?: string;
  /** Names of the other columns. */
  readonly head: readonly string[];
  /** The rows. */
  readonly rows: readonly TableRow[];
}

/** A table whose rows and columns have names. Where it is too wide for the page it scrolls in its own frame. */
export function dataTable({ caption, corner = "", head, rows }: DataTable): string {
  const [corners, ...heads] = [corner, ...head].map((name) =>
    name === "" ? "<td></td>" : `<th scope="col">${escaped(name)}</th>`
  );
  const body = rows.map(({ name, cells, tone }) => {
    const classes = [...(tone === undefined ? [] : [tone]), ...(name.startsWith(" ") ? ["part"] : [])].join(" ");
    const label = `<th scope="row">${escaped(name.trimStart())}</th>`;
    return `<tr${classes === "" ? "" : ` class="${classes}"`}>${label}${
      cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")
    }</tr>`;
  });
  return scrolling(
    caption,
    `<table><caption>${escaped(caption)}</caption><thead><tr>${corners}${heads.join("")}</tr></thead><tbody>${
      body.join("")
    }</tbody></table>`,
  );
}

/** Markup that scrolls in a frame of its own where it is too wide for the page: by the keyboard as well. */
export function scrolling(label: string, markup: string): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(label)}">${markup}</div>`;
}

/** A table from rows that begin with their names. */
export function tableOf(
  caption: string,
  { head: [corner, ...head], rows }: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  },
  tones: readonly (Tone | undefined)[] = [],
): string {
  return dataTable({
    caption,
    corner,
    head,
    rows: rows.map(([name, ...cells], n) => ({ name, cells, tone: tones[n] })),
  });
}

/** Claims, each with whether it held in front of it. */
export function claimList(claims: readonly { readonly claim: string; readonly held: boolean }[]): string {
  const items = claims.map(({ claim, held }) =>
    `<li data-held="${held}"><b class="${held ? "good" : "bad"}">${held ? "held" : "NOT HELD"}</b> ${
      escaped(claim)
    }</li>`
  );
  return `<ul class="claims" id="claims">${items.join("")}</ul>`;
}

/** In how many claims it was as claimed: `10 of 10 held`. */
export function describeClaims(claims: readonly { readonly held: boolean }[]): string {
  return `${claims.filter(({ held }) => held).length} of ${claims.length} held`;
}

/** A figure of a page. */
export interface FigureBlock {
  /** What is drawn, for a wide page and for print. */
  readonly wide: string;
  /** The same for a telephone. Default: the wide one, made smaller. */
  readonly narrow?: string;
  /** What it shows, in a sentence. */
  readonly sentence: string;
  /** Its numbers: markup. Default: they are in a table beside it */
  readonly table?: string;
}

/** A figure with its sentence, and a table of the same numbers that can be opened, and is open in print. */
export function figureBlock({ wide, narrow, sentence, table }: FigureBlock): string {
  const drawn = narrow === undefined ? wide : `<div class="wide">${wide}</div><div class="slim">${narrow}</div>`;
  return `<figure>${drawn}<figcaption>${escaped(sentence)}</figcaption>${table ?? ""}</figure>`;
}

/** Markup that is closed until it is asked for, and open in print. */
export function details(summary: string, markup: string): string {
  return `<details><summary>${escaped(summary)}</summary>${markup}</details>`;
}

/** Markup beside other markup, as far as there is room. */
export function beside(...parts: readonly string[]): string {
  return `<div class="beside">${parts.join("")}</div>`;
}

/** Tables beside each other, where both fit. */
export function pair(...parts: readonly string[]): string {
  return `<div class="pair">${parts.join("")}</div>`;
}

/** A part of a section under a heading of its own. */
export function subsection(title: string, markup: string): string {
  return `<h3>${escaped(title)}</h3>${markup}`;
}
