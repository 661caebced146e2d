import { printable } from "../../../config/printable.ts";
import { charactersWithin, displayWidth } from "./display_width.ts";

/** A name as a report shows it: in one line, and not longer than its place. A long one keeps its beginning and its end. */
export function shortName(name: string, max = NAME_MAX): string {
  const characters = [...printable(name)];
  if (displayWidth(characters.join("")) <= max) return characters.join("");
  const endingMax = Math.floor((max - 1) / 2);
  const beginning = charactersWithin(characters, max - 1 - endingMax).join("");
  return `${beginning}…${charactersWithin(characters.toReversed(), endingMax).reverse().join("")}`;
}

const NAME_MAX = 20;
