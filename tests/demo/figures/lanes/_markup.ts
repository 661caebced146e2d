import { assert, assertEquals } from "@std/assert";
import { coordinate } from "../../../../demo/figures/svg.ts";
import { widthOf } from "../../../../demo/figures/words.ts";

/** An element as it was read. */
export interface Markup {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Markup | string)[];
}

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const TAG = /^<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/;

/** Reads one element, strictly as XML: what is not well-formed fails. */
export function parseMarkup(text: string): Markup {
  type Open = { tag: string; attributes: Map<string, string>; children: (Markup | string)[] };
  const stack: Open[] = [{ tag: "", attributes: new Map(), children: [] }];
  let rest = text;
  while (rest !== "") {
    if (rest[0] !== "<") {
      const end = rest.indexOf("<");
      const content = end < 0 ? rest : rest.slice(0, end);
      stack[stack.length - 1].children.push(plain(content));
      rest = rest.slice(content.length);
      continue;
    }
    const [whole, isEnd, tag, attributes, isEmpty] = TAG.exec(rest) ?? [];
    assert(whole !== undefined, `no tag: ${rest.slice(0, 80)}`);
    rest = rest.slice(whole.length);
    if (isEnd) {
      const element = stack.pop() as Open;
      assertEquals(tag, element.tag);
      stack[stack.length - 1].children.push(element);
      continue;
    }
    const element: Open = { tag, attributes: new Map(), children: [] };
    for (const [, name, value] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      assert(!element.attributes.has(name), `${name} twice in ${whole}`);
      element.attributes.set(name, plain(value));
    }
    if (isEmpty) stack[stack.length - 1].children.push(element);
    else stack.push(element);
  }
  assertEquals(stack.length, 1);
  assertEquals(stack[0].children.length, 1);
  return stack[0].children[0] as Markup;
}

function plain(text: string): string {
  for (const [entity] of text.matchAll(/&[^;]*;?/g)) assert(entity in ENTITIES, `no entity of XML: ${entity}`);
  // deno-lint-ignore no-control-regex
  assert(!/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/.test(text) && text.isWellFormed(), `no text of XML: ${text}`);
  return text.replace(/&[^;]*;/g, (entity) => ENTITIES[entity]);
}

/** Every element, an element before its children. */
export function* elementsOf(markup: Markup): Iterable<Markup> {
  yield markup;
  for (const child of markup.children) if (typeof child !== "string") yield* elementsOf(child);
}

/** The text in an element. */
export function textIn(markup: Markup): string {
  return markup.children.map((child) => typeof child === "string" ? child : textIn(child)).join("");
}

/** A text of a figure and where it lies. */
export interface TextBox {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The texts of a figure, with the room that a wide font takes. */
export function textBoxes(svg: Markup): TextBox[] {
  const boxes: TextBox[] = [];
  const base = /\bnarrow\b/.test(svg.attributes.get("class") ?? "") ? 13 : 12;
  for (const { tag, attributes, children } of elementsOf(svg)) {
    if (tag !== "text") continue;
    const number = (name: string, otherwise: number) => Number(attributes.get(name) ?? otherwise);
    const size = number("font-size", base);
    assert(size >= 12, "no type is smaller than 12 pixels");
    const text = children.join("");
    const width = widthOf(text, size);
    const anchor = attributes.get("text-anchor");
    const x = number("x", 0) - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    boxes.push({ text, x, y: number("y", 0) - 0.76 * size, width, height: (/[^\d,]/.test(text) ? 0.96 : 0.76) * size });
  }
  return boxes.filter(({ text }) => text !== "");
}

/** Checks what every figure keeps to: well-formed, labelled, every text inside and apart from the others, no style, no script. */
export function checkFigure(text: string): Markup {
  assert(
    !/NaN|Infinity|undefined|e-\d/.test(text.replace(/>[^<]*</g, "><").replace(/(aria-label|id)="[^"]*"/g, "")),
    text.slice(0, 400),
  );
  const svg = parseMarkup(text);
  assertEquals(svg.tag, "svg");
  assertEquals(svg.attributes.get("role"), "img");
  assert((svg.attributes.get("aria-label") ?? "").length > 0);
  const [, , width, height] = (svg.attributes.get("viewBox") ?? "").split(" ").map(Number);
  assertEquals(svg.attributes.get("width"), coordinate(width));
  assertEquals(svg.attributes.get("height"), coordinate(height));
  const ids = new Set<string>();
  for (const { attributes } of elementsOf(svg)) {
    for (const [name, value] of attributes) {
      assert(!/^on|^style$|href/.test(name), `${name} is no attribute of a figure`);
      if (name === "id") {
        assert(!ids.has(value), `id ${value} twice`);
        ids.add(value);
      }
    }
  }
  for (const [, id] of text.matchAll(/url\(#([^)]*)\)/g)) assert(ids.has(id), `nothing has the id ${id}`);
  const boxes = textBoxes(svg);
  for (const box of boxes) {
    const isInside = box.x >= -1 && box.y >= -1 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1;
    assert(isInside, `not inside ${width} by ${height}: ${JSON.stringify(box)}`);
  }
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const meet = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
      assert(!meet, `these meet: ${JSON.stringify(a)} ${JSON.stringify(b)}`);
    }
  }
  return svg;
}
