import { assert } from "@std/assert";
import { FIGURE_STYLE } from "../../../demo/figures/figure_style.ts";

/** The palettes of the style, in order: light, dark, print. Forced colours are the reader's own. */
function palettes(): Record<string, string>[] {
  return [...FIGURE_STYLE.matchAll(/:root\{([^}]*)\}/g)]
    .map(([, body]) =>
      Object.fromEntries([...body.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name, value]))
    )
    .filter((palette) => "bg" in palette);
}

/** Relative luminance, by WCAG. */
function luminance(hex: string): number {
  const digits = hex.length === 4
    ? [...hex.slice(1)].map((digit) => digit + digit)
    : hex.slice(1).match(/../g) as string[];
  const [red, green, blue] = digits.map((pair) => parseInt(pair, 16) / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Colours of text, and what they stand on. */
const TEXT = [
  ["ink", ["bg", "panel", "read", "bluesoft", "warmsoft", "greensoft", "redsoft"]],
  ["soft", ["bg", "panel", "read"]],
  ["red", ["bg", "panel"]],
  ["law", ["bg", "panel"]],
  ["blue", ["bg", "panel"]],
  ["green", ["bg", "panel"]],
  ["warm", ["bg", "panel"]],
  ["panel", ["blue"]],
] as const;

/** Colours of marks, and what they stand on. */
const MARKS = [
  ["edge", ["bg", "panel"]],
  ["red", ["redsoft"]],
  ["warm", ["warmsoft"]],
  ["green", ["greensoft"]],
  ["blue", ["bluesoft"]],
] as const;

Deno.test("FIGURE_STYLE has contrast for every text and mark, light and dark", () => {
  const all = palettes();
  assert(all.length === 3);
  for (const palette of all) {
    for (const [pairs, least] of [[TEXT, 4.5], [MARKS, 3]] as const) {
      for (const [name, grounds] of pairs) {
        for (const ground of grounds) {
          const ratio = contrast(palette[name], palette[ground]);
          assert(ratio >= least, `${name} on ${ground}: ${ratio.toFixed(2)}`);
        }
      }
    }
  }
  assert(contrast("#777", "#fff") < 4.5);
});

Deno.test("FIGURE_STYLE asks for nothing, and can stand in a style element of SVG", () => {
  assert(!/[<&]|url\(|@import/.test(FIGURE_STYLE));
});
