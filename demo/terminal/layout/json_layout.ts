/**
 * A value as JSON text: every key on a line of its own, and every list of plain values in one line, so that it can be read
 * by people and compared line by line. What is undefined is left out. Ends with a line feed.
 *
 * @param value an object of plain values, lists and objects
 */
export function layOutJson(value: object): string {
  return `${layOut(value, "")}\n`;
}

function layOut(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value) && !value.some(isNested)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => inner + layOut(item, inner))
    : Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) =>
      `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`
    );
  if (lines.length === 0) return "{}";
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
