import * as colors from "@std/fmt/colors";

/** Colours by what they mean. Nothing in a report is said by colour alone. */
export interface Palette {
  /** A heading. */
  heading(text: string): string;
  /** What is beside the point. */
  faint(text: string): string;
  /** As it should be. */
  good(text: string): string;
  /** Something to look at. */
  warning(text: string): string;
  /** Something went wrong. */
  bad(text: string): string;
}

const plain = (text: string) => text;

/** No colours at all. */
export const PLAIN: Palette = { heading: plain, faint: plain, good: plain, warning: plain, bad: plain };

/** Colours for a terminal. */
export const COLOURED: Palette = {
  heading: colors.bold,
  faint: colors.gray,
  good: colors.green,
  warning: colors.yellow,
  bad: (text) => colors.bold(colors.red(text)),
};
