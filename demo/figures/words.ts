/** How figures write numbers, times and names. */

/** A whole number with its digits in groups: `1,048,576`. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number and what it counts: `1 event`, `1,204 events`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A share of a whole in percent, to two digits; only nothing is 0 %, and only all is 100 %. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value <= 0 || value >= 100) return `${value <= 0 ? 0 : 100} %`;
  if (value < 0.01) return "<0.01 %";
  if (value > 99.99) return ">99.99 %";
  return `${Number(value > 99 ? value.toFixed(2) : value.toPrecision(2))} %`;
}

/** Units of time, and their nanoseconds. */
const UNITS = [["ns", 1], ["µs", 1e3], ["ms", 1e6], ["s", 1e9]] as const;

/** The unit in which times up to a greatest one are written. */
export function unitOf(nsMax: number): { readonly name: string; readonly ns: number } {
  // A rounded time decides, so that 999.9 µs is 1 ms.
  const [name, ns] = UNITS.findLast(([, ns]) => Number(nsMax.toPrecision(3)) >= ns) ?? UNITS[0];
  return { name, ns };
}

/** A time to three digits: `2.47 ms`. */
export function duration(ns: number): string {
  const unit = unitOf(ns);
  const value = ns / unit.ns;
  return `${value < 1000 ? Number(value.toPrecision(3)) : grouped(value)} ${unit.name}`;
}

/** Parts as an enumeration: `12, 25 and 38`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** How often: `once`, `three times`, `12 times`. */
export function times(count: number): string {
  const words = ["never", "once", "twice", "three times", "four times", "five times", "six times"];
  return words[count] ?? `${grouped(count)} times`;
}

// Signs that XML has no place for, and those that turn the direction of the text around them.
// deno-lint-ignore no-control-regex
const UNFIT = /[\0-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g;

/** A text with a sign in place of each that cannot be shown. */
export function shown(text: string): string {
  return text.toWellFormed().replace(UNFIT, "\ufffd");
}

/**
 * The width of a text, in pixels, as a wide font draws it: an estimate that is seldom too small, for labels that must not meet.
 *
 * @param text the text
 * @param size its size, in pixels
 */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const sign of shown(text)) {
    const code = sign.codePointAt(0) as number;
    ems += code > 0x2e7f ? 1.3 : code > 0x7e ? 0.8 : WIDE.test(sign) ? 0.85 : NARROW.test(sign) ? 0.4 : 0.65;
  }
  return ems * size;
}

const WIDE = /[A-Z@%&mw<>+=]/;
const NARROW = /[ ijl.,:;'|!()-]/;

/** A text cut to a width, with an ellipsis for what is cut off. */
export function fitted(text: string, width: number, size: number): string {
  if (text === "" || widthOf(text, size) <= width) return text;
  let cut = "";
  let length = size;
  for (const sign of text) {
    length += widthOf(sign, size);
    if (length > width) break;
    cut += sign;
  }
  return cut.trimEnd() + "…";
}

/**
 * A step between the marks of an axis: 1, 2 or 5 times a power of ten.
 *
 * @param span the length of the axis
 * @param count about how many marks there may be
 */
export function niceStep(span: number, count: number): number {
  const least = span / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least * 0.999) ?? 10);
}
