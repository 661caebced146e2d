/// <reference lib="dom" />
import { FIGURE_STYLE } from "../../figures/figure_style.ts";
import { ringFigure, ringMoment } from "../../figures/ring_figure.ts";
import type { RunView } from "../../figures/run_view.ts";
import { ringSentence, textOf, timeSentence, verdictOf } from "../../figures/sentences.ts";
import { timeFigure } from "../../figures/time_figure.ts";
import { readAddress } from "../model/address.ts";
import { type ExplorerRun, RequestError } from "../model/explorer_run.ts";
import { runRequest } from "../model/run_request.ts";

/** Style of the element beside that of its figures. It takes the colours of the figures. */
const ELEMENT_STYLE = `ring-figure{display:block;max-width:820px;margin:1.5em auto;font-variant-numeric:tabular-nums}
ring-figure svg{margin:0 auto}ring-figure label{display:flex;gap:12px;align-items:center;margin:8px 0}
ring-figure input{flex:1;min-width:0;min-height:40px;accent-color:var(--blue)}ring-figure output{min-width:9ch;text-align:right}
ring-figure p{margin:8px 0}ring-figure .verdict{font-weight:650;font-size:1.25em}`;

let made = 0;

/**
 * `<ring-figure>`: a run of the explorer as a figure of another page. It shows the ring and its reader's way through the run, and,
 * with one setting on a slider, what that setting changes.
 *
 * - `address`: the run, as in the address of the explorer: `#producer-heavy&on-overrun=skip-to-head`.
 * - `control`: the option that gets a slider, from `min` to `max`: `polls`.
 * - `guess`: the reader says first in which step the consumer is overrun. Until then law, verdict and time are hidden.
 *
 * An address that cannot be had is told in a line where the figure would be.
 */
export class RingFigureElement extends HTMLElement {
  /** Attributes that draw the figure anew. */
  static readonly observedAttributes: readonly string[] = ["address", "control", "min", "max", "guess"];
  private readonly _id = `ring-figure-${made++}`;
  private _column = 0;
  private _isRevealed = false;
  private _value: string | undefined;

  /** Draws the figure. */
  connectedCallback(): void {
    addStyle();
    this._isRevealed = !this.hasAttribute("guess");
    this._draw();
  }

  /** Draws the figure anew, if it is on a page. */
  attributeChangedCallback(): void {
    if (!this.isConnected) return;
    this._value = undefined;
    this._draw();
  }

  /** The run with the value of the slider; undefined, if it cannot be had, which the element then says. */
  private _run(): ExplorerRun | undefined {
    const { request, problems } = readAddress(this.getAttribute("address") ?? "");
    const control = this.getAttribute("control");
    const options = new Map(request.options);
    if (control !== null && this._value !== undefined) options.set(control, this._value);
    try {
      if (problems.length > 0) throw new RequestError(problems[0].replace(/; [^;]*$/, "")); // nothing is taken instead
      return runRequest({ ...request, options });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.replaceChildren(paragraph(error.message, "alert"));
      return undefined;
    }
  }

  /** Draws everything. */
  private _draw(): void {
    const run = this._run();
    if (run === undefined) return;
    const [view] = run.views;
    const last = view.count - 1;
    if (this._isRevealed) this._column = Math.min(this._column || last, last);
    const pictures = document.createElement("div");
    const show = () => pictures.innerHTML = this._pictures(view);
    const parts: Node[] = [pictures];
    const control = this.getAttribute("control");
    if (control !== null) {
      const field = run.settings.find(({ name }) => name === control);
      if (field === undefined) {
        this.replaceChildren(paragraph(`control must be an option of ${run.name}, got ${control}`, "alert"));
        return;
      }
      const value = this._value ?? field.value;
      parts.push(slider(field.label, value, this.getAttribute("min") ?? "0", this.getAttribute("max") ?? "16", (to) => {
        this._value = to;
        this._draw();
        this.querySelector("input")?.focus();
      }));
    }
    if (this._isRevealed) {
      parts.push(slider("step", String(this._column), "0", String(last), (to) => {
        this._column = Number(to);
        show();
      }, true));
      parts.push(paragraph(textOf(verdictOf(view)), "status", "verdict"));
    } else {
      const guess = slider("in which step is it overrun? Your guess:", "0", "0", String(last), (to) => {
        this._column = Number(to);
        this._isRevealed = true;
        this._draw();
        this.prepend(paragraph(`You said step ${to}.`, "status"));
      });
      parts.push(guess);
    }
    show();
    this.replaceChildren(...parts);
  }

  /** The pictures at the reader's column; the one over time only when the guess is made. */
  private _pictures(view: RunView): string {
    const { _id: id, _column: column } = this;
    const ring = ringFigure(ringMoment([view], column), {
      width: 340,
      id: `${id}r`,
      sentence: ringSentence(view, column),
    });
    if (!this._isRevealed) return ring;
    const width = Math.max(280, Math.min(820, Math.floor(this.clientWidth)));
    return ring +
      timeFigure({ views: [view] }, { width, id: `${id}t`, sentence: timeSentence([view]), at: column }).svg;
  }
}

function paragraph(text: string, role: string, className = ""): HTMLElement {
  return Object.assign(document.createElement("p"), { textContent: text, role, className });
}

/** A slider, which shows its value. It tells it when it is let go, or all the time. */
function slider(
  name: string,
  value: string,
  min: string,
  max: string,
  take: (value: string) => void,
  isLive = false,
): HTMLElement {
  const input = Object.assign(document.createElement("input"), { type: "range", min, max, value });
  const output = Object.assign(document.createElement("output"), { value });
  input.oninput = () => {
    output.value = input.value;
    if (isLive) take(input.value);
  };
  if (!isLive) input.onchange = () => take(input.value);
  const label = document.createElement("label");
  label.append(name, input, output);
  return label;
}

let isStyled = false;

function addStyle(): void {
  if (isStyled) return;
  isStyled = true;
  const style = new CSSStyleSheet();
  style.replaceSync(FIGURE_STYLE + ELEMENT_STYLE);
  document.adoptedStyleSheets.push(style);
}
