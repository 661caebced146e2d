/// <reference lib="dom" />
/**
 * The script that the page begins with: it unpacks the other one and runs it, some milliseconds at a time, so that what the page
 * shows without scripts is seen at once and stays alive. The content security policy of the page has the hash of what has to come
 * out, so the browser itself refuses anything else. Then the page keeps what it showed, and says so.
 *
 * @module
 */
import { unpack } from "./unpack.ts";

const packed = document.getElementById("packed")!;
// The page's style and this script are known to what has packed the other one.
const known = document.querySelector("style")!.textContent! + document.currentScript!.textContent;
const work = unpack(
  Uint8Array.from(atob(packed.textContent!), (sign) => sign.charCodeAt(0)),
  new TextEncoder().encode(known),
);
// A timer would wait for four milliseconds each time.
const { port1, port2 } = new MessageChannel();

/** Does a part of the work. */
function go(): void {
  const { done, value } = work.next();
  if (!done) {
    port2.postMessage(0);
    return;
  }
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(value);
  packed.replaceWith(script);
  // The last thing that it does is to leave this mark.
  if (document.body.dataset.ran !== "") {
    const note = document.createElement("p");
    note.role = "alert";
    note.textContent = "This file is damaged, or its script has failed: the picture below does not move.";
    document.body.prepend(note);
  }
}

port1.onmessage = go;
// After the first frame: the one that is asked for here is drawn before the message comes.
requestAnimationFrame(() => port2.postMessage(0));
