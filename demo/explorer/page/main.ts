/// <reference lib="dom" />
/**
 * The script of the explorer: takes the page over from its first frame, shows the run that the address asks for, and lets its
 * reader go through it and change it.
 *
 * @module
 */
import { startExplorer } from "./explorer_page.ts";
import { PAGE_HTML } from "./markup/page_html.ts";
import { PAGE_STYLE } from "./markup/page_style.ts";

const style = new CSSStyleSheet();
style.replaceSync(PAGE_STYLE);
document.adoptedStyleSheets.push(style);
// Nothing of it is there before everything is, so that whoever finds an element finds it filled.
document.querySelector("main")!.outerHTML = PAGE_HTML;
startExplorer();
