/** Colours by what they mean. Nothing in a report is said by colour alone. */
export interface Palette {
  /** A heading. */
  heading(text: string): string;
  /** Style of secondary text. */
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

/** Puts a text between the codes that turn something on and off again. */
const between = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;

const bold = between(1, 22);
const red = between(31, 39);

/** Colours for a terminal. They do not ask whether there are to be any: who chooses this palette has done so. */
export const COLOURED: Palette = {
  heading: bold,
  faint: between(90, 39),
  good: between(32, 39),
  warning: between(33, 39),
  bad: (text) => bold(red(text)),
};
