/// <reference lib="dom" />

/** The element of the page that has an id; the page has all that its script asks for. */
export function byId<E extends Element = HTMLElement>(id: string): E {
  return document.getElementById(id) as unknown as E;
}

/** Sets the text of an element. */
export function setText(id: string, text: string): void {
  byId(id).textContent = text;
}

/** Sets the content of an element. The text is markup: everything in it that comes from a user is escaped already. */
export function setHtml(id: string, markup: string): void {
  byId(id).innerHTML = markup;
}

/** Calls a function when an element is clicked. */
export function onClick(id: string, act: () => void): void {
  byId(id).onclick = act;
}

/** Makes an element. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
