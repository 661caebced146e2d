/// <reference lib="dom" />
/**
 * The script that the page begins with: once the page is seen as it is without scripts, it unpacks the other script and runs it,
 * before the browser calls the page loaded. The content security policy of the page has the hash of what has to come out, so the
 * browser itself refuses anything else. Then the page keeps what it shows without scripts, and says so.
 *
 * @module
 */
import { unpack } from "./unpack.ts";

// The page's style and this script are known to what has packed the other one.
const known = document.querySelector("style")!.textContent! + document.currentScript!.textContent;
/** Images that are still waited for: a page that is not looked at draws no frame. */
let waits = 999;

/** Waits until the page is drawn. A page is not loaded as long as an image is not, although this one shows nothing. */
function wait(): void {
  const image = new Image();
  image.onload = image.onerror = waits-- > 0 ? wait : run;
  image.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";
}

/** Unpacks the other script and runs it. */
function run(): void {
  const packed = document.getElementById("packed")!;
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
}

// The second frame is asked for when the first one is drawn.
requestAnimationFrame(() => requestAnimationFrame(() => waits = 0));
// What is packed stands below.
document.addEventListener("DOMContentLoaded", wait);
