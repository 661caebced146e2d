/**
 * How many columns of a terminal a text takes: characters of East Asian scripts and most emoji take two, and marks that are put on
 * the character before take none (Unicode Standard Annex 11). What is joined into one sign, such as a flag, is counted by its
 * parts: terminals differ there, and a line is then rather too short than too long.
 *
 * @param text printable text, without codes for colours
 */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1;
  return width;
}

/** The first of some characters, as many as take no more than so many columns. */
export function charactersWithin(characters: readonly string[], width: number): string[] {
  let left = width;
  const count = characters.findIndex((character) => (left -= displayWidth(character)) < 0);
  return characters.slice(0, count < 0 ? characters.length : count);
}

/** A text that takes no more than so many columns: one that is longer ends in an ellipsis. */
export function cut(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${charactersWithin([...text], width - 1).join("")}…`;
}

/** Puts spaces behind a text, up to so many columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Puts spaces in front of a text, up to so many columns. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** What nearly all texts are made of: Latin letters, signs of reports, blocks and lines. */
const NARROW = /^[\u0020-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u25ff]*$/;
/** The half-width forms of Katakana and Hangul, from U+FF61 on, are narrow. */
const WIDE =
  /(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const NONE = /[\p{Mn}\p{Me}\u200b-\u200d\ufe0e\ufe0f]/u;
