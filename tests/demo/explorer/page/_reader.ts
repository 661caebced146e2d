/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import type { OpenPage } from "../_browser.ts";

// What a reader of the page does and sees.

/** Texts of the page that depend on the run, or on where its reader is. */
const TEXTS = [
  "verdict",
  "why",
  "predicted",
  "observed",
  "state",
  "lag",
  "lost",
  "staleness",
  "at",
  "ring-sentence",
  "time-sentence",
  "held",
  "digest",
  "command",
];

/** Everything that a reader sees of a run: texts and figures. */
export interface Seen {
  readonly texts: Readonly<Record<string, string>>;
  readonly ring: string;
  readonly time: string;
  readonly account: string;
  readonly hand: string;
  readonly settings: readonly string[];
  readonly forks: readonly string[];
  readonly problems: readonly string[];
}

/** A reader of a page. */
export class Reader {
  /** The page. */
  readonly page: Page;
  readonly #opened: OpenPage;

  constructor(opened: OpenPage) {
    this.#opened = opened;
    this.page = opened.page;
  }

  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void> {
    return this.#opened.until(expression);
  }

  /** The text of an element that has an id. */
  text(id: string): Promise<string> {
    return this.#opened.text(`#${id}`);
  }

  /** The column that the reader is at. */
  column(): Promise<number> {
    return this.page.$eval("#step", (slider) => Number((slider as HTMLInputElement).value));
  }

  /** Expects the reader to be at a column. */
  async expectColumn(column: number, after: string): Promise<void> {
    assertEquals(await this.column(), column, after);
  }

  /** Clicks on an element as a reader does, wherever it is on the page. */
  async click(selector: string): Promise<void> {
    await this.page.locator(selector).click();
  }

  /** Has an element act as if it were clicked, wherever it is and without a wait. */
  act(selector: string): Promise<void> {
    return this.page.$eval(selector, (element) => (element as HTMLElement).click());
  }

  /** Sets a field, as by typing into it. */
  set(selector: string, value: string): Promise<void> {
    return this.page.$eval(selector, (field, value) => {
      (field as HTMLInputElement).value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, value);
  }

  /** Presses a key; `Shift+ArrowLeft` with Shift. */
  async press(keys: string): Promise<void> {
    const [key, shift] = keys.split("+").reverse();
    if (shift !== undefined) await this.page.keyboard.down("Shift");
    await this.page.keyboard.press(key as "Enter");
    if (shift !== undefined) await this.page.keyboard.up("Shift");
  }

  /** Takes the focus from whatever has it. */
  blur(): Promise<void> {
    return this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  }

  /** Goes to an address of the same page, and waits until it is shown. */
  async go(hash: string): Promise<void> {
    await this.page.evaluate((hash) => {
      const { href } = location;
      const hear = () => document.body.dataset.heard = hash;
      // The page has heard of it when this listener, which is behind its own, has.
      addEventListener("hashchange", hear, { once: true });
      location.hash = hash;
      if (location.href !== href) return;
      removeEventListener("hashchange", hear);
      hear();
    }, hash);
    await this.until(`document.body.dataset.heard === ${JSON.stringify(hash)}`);
    await this.page.evaluate(() => delete document.body.dataset.heard);
  }

  /** The address, once it has followed the page: it does so a moment after the last change. */
  async hash(): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 250));
    return await this.page.evaluate(() => location.hash);
  }

  /** What the page says is wrong, a line each. */
  problems(): Promise<string[]> {
    return this.page.evaluate(() => {
      const list = document.getElementById("problems")!;
      if (!list.checkVisibility()) return [];
      return [...list.children].map(({ textContent }) => textContent);
    });
  }

  /** All that is seen of the run. */
  seen(): Promise<Seen> {
    return this.page.evaluate((ids) => {
      const html = (id: string) => document.getElementById(id)!.innerHTML;
      const textsOf = (selector: string) =>
        [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
      return {
        texts: Object.fromEntries(ids.map((id) => [id, document.getElementById(id)!.textContent])),
        ring: html("ring"),
        time: html("time"),
        account: html("account"),
        hand: html("hand"),
        settings: [...document.querySelectorAll<HTMLInputElement>("#fields [name]")].map(({ name, value }) =>
          `${name}=${value}`
        ),
        forks: textsOf("#forks li"),
        problems: textsOf("#problems li"),
      };
    }, TEXTS);
  }
}
