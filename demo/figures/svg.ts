import { shown } from "./words.ts";

/** Text of SVG elements. Everything that comes from data goes through {@linkcode escaped}. */

/** Attributes of an element. Undefined ones are left out; numbers have one decimal. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as it may stand in an element or an attribute, of XML as of HTML. */
export function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

/** A number with at most one decimal, as a coordinate. */
export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10 || 0);
}

/** An element with children, which are markup already. */
export function element(tag: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = "<" + tag;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) open += ` ${name}="${typeof value === "number" ? coordinate(value) : escaped(value)}"`;
  }
  const inner = children.join("");
  return inner === "" ? open + "/>" : `${open}>${inner}</${tag}>`;
}

/** A path of the given drawing commands; nothing, where there are none. */
export function path(className: string, d: string, more: Attributes = {}): string {
  return d === "" ? "" : element("path", { class: className, d, ...more });
}

/** A line of text. `anchor` is `start`, `middle` or `end`. */
export function label(x: number, y: number, text: string, className?: string, anchor?: string): string {
  return element("text", { class: className, x, y, "text-anchor": anchor }, escaped(text));
}

/** A rectangle. */
export function box(
  className: string,
  x: number,
  y: number,
  width: number,
  height: number,
  more: Attributes = {},
): string {
  return element("rect", { class: className, x, y, width, height, ...more });
}

/** Numbers and letters as drawing commands: `draw("M", 1, 2.55)` is `M1 2.6`. */
export function draw(...parts: readonly (string | number)[]): string {
  let d = "";
  let wasNumber = false;
  for (const part of parts) {
    const isNumber = typeof part === "number";
    d += (isNumber && wasNumber ? " " : "") + (isNumber ? coordinate(part) : part);
    wasNumber = isNumber;
  }
  return d;
}

/** A point on a circle: angles are clockwise from the top, in turns. */
export function polar(x: number, y: number, radius: number, turn: number): readonly [number, number] {
  const angle = 2 * Math.PI * turn;
  return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)];
}

/** A piece of a circular band, from one angle to a later one, in turns. A whole turn leaves no seam. */
export function sector(x: number, y: number, inner: number, outer: number, from: number, to: number): string {
  const turns = to - from;
  if (turns >= 1) return sector(x, y, inner, outer, 0, 0.5) + sector(x, y, inner, outer, 0.5, 1 - 1e-9);
  // The chord of a small angle cannot be told from its arc.
  const large = turns > 0.5 ? 1 : 0;
  const arc = (radius: number, sweep: number) => turns < 0.02 ? ["L"] : ["A", radius, radius, 0, large, sweep];
  return draw(
    "M",
    ...polar(x, y, outer, from),
    ...arc(outer, 1),
    ...polar(x, y, outer, to),
    "L",
    ...polar(x, y, inner, to),
    ...arc(inner, 0),
    ...polar(x, y, inner, from),
    "Z",
  );
}

/** Hatches by name, for a figure whose ids begin with `id`: each has a look of its own without colour. */
const HATCHES = {
  lost: "M-1 1L1-1M0 6L6 0M5 7L7 5",
  provisional: "M1.5 1.5h1.5M4.5 4.5h1.5",
  degraded: "M1.5 0V6M4.5 0V6",
} as const;

/** Name of a hatch. */
export type Hatch = keyof typeof HATCHES;

/** The reference to a hatch of a figure, as the value of `fill`. */
export function hatch(id: string, name: Hatch): string {
  return `url(#${id}-${name})`;
}

/** A whole figure: an image with a sentence that says what it shows. `id` is unique in the document. */
export function figure(
  id: string,
  width: number,
  height: number,
  sentence: string,
  className: string,
  ...body: string[]
): string {
  const markup = body.join("");
  const patterns = (Object.keys(HATCHES) as Hatch[]).filter((name) => markup.includes(`#${id}-${name})`)).map((name) =>
    element(
      "pattern",
      { id: `${id}-${name}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", class: "hatch " + name },
      element("path", { d: "M0 0H6V6H0Z" }),
      element("path", { d: HATCHES[name] }),
    )
  );
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "fig " + className,
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      width,
      height,
      role: "img",
      "aria-label": sentence,
    },
    patterns.length > 0 ? element("defs", {}, ...patterns) : "",
    markup,
  );
}
