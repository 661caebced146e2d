/// <reference lib="dom" />
/**
 * The script that the page begins with: it unpacks the other one and runs it, before the browser calls the page loaded. The content
 * security policy of the page has the hash of what has to come out, so the browser itself refuses anything else. Then the page keeps
 * what it shows without scripts, and says so.
 *
 * @module
 */
import { unpack } from "./unpack.ts";

const packed = document.getElementById("packed")!;
// The page's style and this script are known to what has packed the other one.
const known = document.querySelector("style")!.textContent! + document.currentScript!.textContent;
const script = document.createElement("script");
script.textContent = new TextDecoder().decode(
  unpack(
    Uint8Array.from(atob(packed.textContent!), (sign) => sign.charCodeAt(0)),
    new TextEncoder().encode(known),
  ),
);
packed.replaceWith(script);
// The last thing that it does is to leave this mark.
if (document.body.dataset.ran !== "") {
  const note = document.createElement("p");
  note.role = "alert";
  note.textContent = "This file is damaged, or its script has failed: the picture below does not move.";
  document.body.prepend(note);
}
