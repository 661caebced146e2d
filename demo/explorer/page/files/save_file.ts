/// <reference lib="dom" />
import { element } from "../dom.ts";

/** Has the browser save a text as a file. Nothing leaves the machine. */
export function saveFile(name: string, type: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
