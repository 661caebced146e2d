/// <reference lib="dom" />
/**
 * The script that gives a page `<ring-figure>`.
 *
 * @module
 */
import { RingFigureElement } from "./ring_figure_element.ts";

customElements.define("ring-figure", RingFigureElement);
