/// <reference lib="dom" />

/** What an element is given: attributes, or nothing for those that it is not to have. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What is in an element. A text stays a text, whatever is in it. */
export type Content = Node | string;

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of the page. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, content);
}

/** Makes an element of a drawing. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly Content[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(SVG, name), attributes, content);
}

/** The element of an id, which is in the markup. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`Cannot draw the page: it must have an element ${id}`);
  return element;
}

/** Sets a text, if it is another: what does not change is not announced or laid out again. */
export function say(element: Node, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function fill<Kind extends Element>(element: Kind, attributes: Attributes, content: readonly Content[]): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...content);
  return element;
}
