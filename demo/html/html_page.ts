import { FIGURE_STYLE } from "../figures/figure_style.ts";
import { textOf, type VerdictPart } from "../figures/sentences.ts";
import { escaped } from "../figures/svg.ts";
import { PAGE_STYLE } from "./page_style.ts";
import { sha256 } from "./sha256.ts";

/** A part of a page with a heading. */
export interface HtmlSection {
  /** Its name in an address: unique in the page. */
  readonly id: string;
  /** Its heading. */
  readonly title: string;
  /** Text beside the heading. */
  readonly note?: string | undefined;
  /** What is in it. */
  readonly markup: string;
}

/** A report as a page. What is called a text is escaped when it is written. */
export interface HtmlPage {
  /** What was run, as a text. */
  readonly subject: string;
  /** What came of it, in a sentence or two: the law and the run. */
  readonly verdict: readonly VerdictPart[];
  /** What the verdict means, as texts. */
  readonly lead: readonly string[];
  /** The sections, in order. */
  readonly sections: readonly HtmlSection[];
  /** Commands that give the same, or show it, as texts: what each of them does, and the command. */
  readonly commands: readonly (readonly [does: string, command: string])[];
  /** The hash of the result; undefined, where it has none. */
  readonly digest: string | undefined;
  /** What there is to say of the command, as a text. */
  readonly footnote: string;
}

/**
 * A page of one file. It has no script, asks for nothing, and says so to the browser: its style is allowed by its hash, and
 * nothing else is.
 */
export function renderPage(page: HtmlPage): string {
  const { subject, verdict, lead, sections, commands, digest, footnote } = page;
  const style = FIGURE_STYLE + PAGE_STYLE;
  const said = textOf(verdict);
  const links = sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hashOf(style)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(subject)}: ${escaped(said)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="subject">${escaped(subject)}</p>
<h1>${verdict.map(renderPart).join("")}</h1>
${lead.map((text) => `<p class="lead">${escaped(text)}</p>`).join("\n")}
<nav aria-label="Sections"><ul>${links.join("")}</ul></nav>
</header>
<main>
${sections.map(renderSection).join("\n")}
</main>
<footer>
<h2>The same again</h2>
<dl>${
    commands.map(([does, command]) => `<div><dt>${escaped(does)}</dt><dd><code>${escaped(command)}</code></dd></div>`)
      .join("")
  }</dl>
${digest === undefined ? "" : `<p>digest <code id="digest">${escaped(digest)}</code></p>\n`}<p>${escaped(footnote)}</p>
</footer>
</body>
</html>
`;
}

function renderPart({ text, role }: VerdictPart): string {
  return role === "plain" ? escaped(text) : `<span class="${ROLE_CLASSES[role]}">${escaped(text)}</span>`;
}

/** A run is told by a colour where it is bad news; the words say the same. */
const ROLE_CLASSES = { law: "law", lost: "lost", wrong: "lost" } as const;

function renderSection({ id, title, note, markup }: HtmlSection): string {
  const beside = note === undefined ? "" : ` <span class="note">${escaped(note)}</span>`;
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(title)}${beside}</h2>
${markup}
</section>`;
}

/** The hash of a style, as a policy names it. */
function hashOf(style: string): string {
  return btoa(String.fromCharCode(...sha256(new TextEncoder().encode(style))));
}
