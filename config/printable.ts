/**
 * How a foreign text is shown in a message: in one line, with nothing in it that a terminal obeys.
 *
 * @module
 */

/** Most characters of a text that a message shows. */
const SHOWN_MAX = 200;

/** Most characters of a message. */
const MESSAGE_MAX = 4_000;

/** Characters that a terminal obeys, that are invisible, or that turn the direction of writing; and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text as a message quotes it: between quotation marks, what cannot be shown as an escape, a long one by its beginning and
 * its length.
 */
export function quoteText(text: string): string {
  const shown = text.length <= SHOWN_MAX ? text : text.slice(0, SHOWN_MAX);
  const quoted = JSON.stringify(shown).replace(UNPRINTABLE, escape);
  return shown === text ? quoted : `${quoted}... (${text.length} characters)`;
}

/** A message in one line: what cannot be shown is an escape. A very long one is cut. */
export function printable(message: string): string {
  const shown = message.length <= MESSAGE_MAX
    ? message
    : `${message.slice(0, MESSAGE_MAX)}... (${message.length} characters)`;
  return shown.replace(UNPRINTABLE, escape);
}

function escape(character: string): string {
  return Array.from({ length: character.length }, (_, n) => {
    const code = character.charCodeAt(n);
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  }).join("");
}
