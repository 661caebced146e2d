import { COLOURED, type Palette, PLAIN } from "./layout/palette.ts";
import { choiceRule, readChoice } from "./option_values.ts";
import type { Option, ParsedOptions } from "./options.ts";

const CHOICES = ["auto", "always", "never"] as const;

/** When a report is in colour. */
export type ColorChoice = typeof CHOICES[number];

const RULE = choiceRule(CHOICES);

/** The option that says whether a report is in colour. */
export const COLOR_OPTION: Option = {
  name: "color",
  value: "WHEN",
  rule: RULE,
  help: `Whether the report is in colour: ${RULE}. Default auto: on a terminal, unless NO_COLOR is set.`,
};

/**
 * Reads what was given by the option.
 *
 * @throws {UsageError} if it is not one of the choices
 */
export function readColor(parsed: Pick<ParsedOptions, "values">): ColorChoice {
  return readChoice(parsed, "color", CHOICES) ?? "auto";
}

/**
 * The colours of a report. The command line takes precedence over NO_COLOR, and that over the capability of the output.
 */
export function paletteOf(choice: ColorChoice, { colour }: { readonly colour: boolean }): Palette {
  return (choice === "auto" ? colour && !Deno.noColor : choice === "always") ? COLOURED : PLAIN;
}

/** Colour preferences of the surroundings. */
export interface ColorSurroundings {
  /** Whether the output goes to a terminal that understands more than plain text. */
  readonly isTerminal: boolean;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** The value of FORCE_COLOR, if there is one and it may be read. */
  readonly forceColor: string | undefined;
}

/** Whether a report is in colour by default: NO_COLOR takes precedence over FORCE_COLOR, and that over the terminal. */
export function isColoured({ isTerminal, noColor, forceColor }: ColorSurroundings): boolean {
  if (noColor) return false;
  if (forceColor === undefined) return isTerminal;
  return forceColor !== "0" && forceColor !== "false";
}
