import { sha256 } from "../../../demo/html/sha256.ts";

/** Elements without an end. */
const VOID = ["meta", "br", "hr", "link", "img", "input"];

/** One tag of a page. */
interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEnd: boolean;
  readonly isClosed: boolean;
}

const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/;

/**
 * What is wrong with a page: nesting, names that are given twice or lead nowhere, anything that a browser would run or fetch,
 * tables and figures that cannot be read without seeing them, and a style that its policy does not allow.
 */
export function htmlProblems(html: string): string[] {
  const problems: string[] = [];
  const tags = tagsOf(html, problems);
  const open: string[] = [];
  const ids = new Set<string>();
  const links: string[] = [];
  let rows: { scoped: boolean }[] = [];
  for (const tag of tags) {
    const { name, attributes, isEnd, isClosed } = tag;
    if (isEnd) {
      const last = open.pop();
      if (last !== name) problems.push(`</${name}> closes <${last}>`);
      continue;
    }
    const isSvg = open.includes("svg") || name === "svg";
    if (isClosed && !isSvg) problems.push(`<${name}/> is none of HTML`);
    if (!isClosed && !(VOID.includes(name) && !isSvg)) open.push(name);
    for (const [attribute, value] of attributes) {
      if (/^on/.test(attribute)) problems.push(`<${name} ${attribute}> is a handler`);
      if (attribute === "style") problems.push(`<${name} style> is an inline style`);
      if (attribute === "id" && ids.has(value)) problems.push(`id ${value} is given twice`);
      if (attribute === "id") ids.add(value);
      if (attribute === "href" || attribute === "src") links.push(value);
      if (attribute === "aria-labelledby") links.push(`#${value}`);
      for (const [, used] of value.matchAll(/url\((.*?)\)/g)) links.push(used);
    }
    if (name === "script") problems.push("there is a script");
    if (name === "td" || name === "th") rows.push({ scoped: name === "td" || attributes.has("scope") });
    if (name === "svg" && (attributes.get("role") !== "img" || (attributes.get("aria-label") ?? "") === "")) {
      problems.push("a figure says nothing of itself");
    }
  }
  if (open.length > 0) problems.push(`never closed: ${open.join()}`);
  for (const link of links) {
    if (!link.startsWith("#")) problems.push(`${link} leads out of the page`);
    else if (!ids.has(link.slice(1))) problems.push(`${link} leads nowhere`);
  }
  if (rows.some(({ scoped }) => !scoped)) problems.push("a heading of a table has no scope");
  rows = [];
  const tables = html.match(/<table[ >]/g)?.length ?? 0;
  const captions = html.match(/<table[^>]*><caption>[^<]+<\/caption>/g)?.length ?? 0;
  if (tables !== captions) problems.push(`${tables} tables have ${captions} captions`);
  for (const landmark of ["header", "main", "footer", "h1", "nav"]) {
    const count = tags.filter(({ name, isEnd }) => name === landmark && !isEnd).length;
    if (count !== 1) problems.push(`${count} of <${landmark}>`);
  }
  problems.push(...headingProblems(tags), ...styleProblems(html));
  return problems;
}

function tagsOf(html: string, problems: string[]): Tag[] {
  const tags: Tag[] = [];
  const [, head, style, rest] = /^(<!DOCTYPE html>[^]*?<style>)([^<]*)(<\/style>[^]*)$/.exec(html) ?? [];
  if (style === undefined) return problems.push("there is not one style, in the head"), [];
  const text = head.slice("<!DOCTYPE html>".length) + rest;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf("<", at);
    const between = text.slice(at, next < 0 ? undefined : next);
    if (ENTITY.test(between)) problems.push(`a bare & in ${JSON.stringify(between.slice(0, 40))}`);
    if (between.includes(">")) problems.push(`a bare > in ${JSON.stringify(between.slice(0, 40))}`);
    if (next < 0) break;
    TAG.lastIndex = next;
    const found = TAG.exec(text);
    if (found === null) return problems.push(`no tag: ${text.slice(next, next + 60)}`), tags;
    const [whole, end, name, attributes, closed] = found;
    const all = [...attributes.matchAll(ATTRIBUTE)].map(([, key, value = ""]) => [key, value] as const);
    if (new Set(all.map(([key]) => key)).size < all.length) problems.push(`an attribute twice: ${whole}`);
    for (const [, value] of all) if (ENTITY.test(value)) problems.push(`a bare & in ${whole}`);
    tags.push({ name, attributes: new Map(all), isEnd: end !== "", isClosed: closed !== "" });
    at = next + whole.length;
  }
  return tags;
}

/** Headings go down one level at a time. */
function headingProblems(tags: readonly Tag[]): string[] {
  const levels = tags.filter(({ name, isEnd }) => /^h[1-6]$/.test(name) && !isEnd).map(({ name }) => Number(name[1]));
  return levels.flatMap((level, n) =>
    n > 0 && level > levels[n - 1] + 1 ? [`h${level} follows h${levels[n - 1]}`] : []
  );
}

/** The policy allows the style of the page and nothing else. */
function styleProblems(html: string): string[] {
  const [, style] = /<style>([^<]*)<\/style>/.exec(html) ?? [];
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
  const hash = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(style))));
  const expected = `default-src 'none'; style-src 'sha256-${hash}'`;
  const problems = policy === expected ? [] : [`the policy is ${policy}, not ${expected}`];
  if (/@import|url\((?!#)|expression/.test(style ?? "")) problems.push("the style fetches something");
  if (html.indexOf("Content-Security-Policy") > html.indexOf("<style>")) problems.push("the policy comes too late");
  return problems;
}

/** A table of a page: its columns by name, each with its cells by the name of the row; both without the blanks around them. */
export function tableOf(html: string, caption: string): Map<string, Map<string, string>> {
  const start = html.indexOf(`<caption>${caption}`);
  const table = html.slice(start, html.indexOf("</table>", start));
  const rows = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell]) => decoded(cell))
  );
  const [[, ...head], ...body] = rows;
  return new Map(head.map((name, n) => [name, new Map(body.map(([row, ...cells]) => [row, cells[n]]))]));
}

/** The text that a reader sees, without titles of figures. */
export function textOf(html: string): string {
  const [, body] = /<body>([^]*)<\/body>/.exec(html) ?? [];
  return decoded(
    (body ?? "").replace(/<svg[^]*?<\/svg>/g, " ").replace(/<\/(?:p|li|td|th|dd|dt|h\d|figcaption|caption)>/g, "\n")
      .replace(/<[^>]*>/g, ""),
  );
}

/** A text without entities. */
export function decoded(text: string): string {
  const signs: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => signs[entity]);
}

/** The numbers of a text, without the commas of their groups. */
export function numbersOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => number.replaceAll(",", "")));
}
