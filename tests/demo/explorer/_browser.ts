import { assert, assertEquals } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { ANSWER_MS, CHROMIUM_OBSTACLE, withChromium } from "../_chromium.ts";
import { buildExplorer } from "../../../demo/explorer/build/build_explorer.ts";

// The page in a real browser, as a reader opens it: from a file, with nothing around it.

/** All that a test may take, in milliseconds. */
const TEST_MS = 240_000;

/** How a page is opened. */
export interface Opening {
  /** The address within the page: `#balanced`. Default: none. */
  readonly hash?: string;
  /** Width of the window. Default: 1024. */
  readonly width?: number;
  /** Height of the window. Default: 768. */
  readonly height?: number;
  /** Whether the reader likes it dark. Default: light. */
  readonly dark?: boolean;
  /** Whether the reader likes no motion. Default: motion is welcome. */
  readonly reducedMotion?: boolean;
  /** Whether scripts run. Default: they do. */
  readonly scripts?: boolean;
  /** Another file than the page, to show what happens to a damaged one. */
  readonly file?: string;
}

/** A page that is open. */
export interface OpenPage extends AsyncDisposable {
  /** The page, for all that puppeteer can do with it. */
  readonly page: Page;
  /** What has gone wrong since it was opened: errors, warnings on the console, requests. */
  readonly problems: readonly string[];
  /** The text of an element, without blanks around it. */
  text(selector: string): Promise<string>;
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>;
}

/** A browser for one test. */
export interface ExplorerBrowser {
  /** The page, as one file. */
  readonly html: string;
  /** A folder for files, which is removed. */
  readonly folder: string;
  /** Opens the page and waits until its script runs. At the end of its block it is closed, and has to have no problem. */
  open(opening?: Opening): Promise<OpenPage>;
  /** Opens the page in the same way, and expects problems. */
  openDamaged(opening?: Opening): Promise<OpenPage>;
}

let built: Promise<string> | undefined;

/** The page, made once for the tests of a file. */
export function builtPage(): Promise<string> {
  return built ??= buildExplorer();
}

/** A test in Chromium; it is skipped where there is none, with the reason in its name. */
export function browserTest(name: string, fn: (browser: ExplorerBrowser, t: Deno.TestContext) => Promise<void>): void {
  Deno.test({
    name: `${name}${CHROMIUM_OBSTACLE === undefined ? "" : ` (skipped ${CHROMIUM_OBSTACLE})`}`,
    ignore: CHROMIUM_OBSTACLE !== undefined,
    // The pipes to the browser are closed a moment after it has ended.
    sanitizeResources: false,
    sanitizeOps: false,
    fn: async (t) => {
      const html = await builtPage();
      await withChromium(async (browser, folder) => {
        await Deno.writeTextFile(`${folder}/index.html`, html);
        const url = fileUrl(`${folder}/index.html`);
        await fn({
          html,
          folder,
          open: (opening = {}) => openPage(browser, url, opening, true),
          openDamaged: (opening = {}) => openPage(browser, url, opening, false),
        }, t);
      }, TEST_MS);
    },
  });
}

async function openPage(browser: Browser, url: string, opening: Opening, isHealthy: boolean): Promise<OpenPage> {
  const { hash = "", width = 1024, height = 768, dark = false, reducedMotion = false, scripts = true, file } = opening;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const address = file === undefined ? url : fileUrl(file);
  const problems: string[] = [];
  page.setDefaultTimeout(ANSWER_MS);
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("console", (message) => problems.push(`${message.type()} on the console: ${message.text()}`));
  page.on("request", (request) => {
    // What a page has in itself is asked of nobody.
    const asked = request.url();
    if (asked.replace(/#.*/, "") !== address && !asked.startsWith("data:") && !asked.startsWith("blob:")) {
      problems.push(`request: ${asked.slice(0, 200)}`);
    }
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: reducedMotion ? "reduce" : "no-preference" },
  ]);
  await page.goto(address + hash, { waitUntil: "load" });
  const until = async (expression: string) => void await page.waitForFunction(expression);
  if (scripts && isHealthy) {
    try {
      await until(`document.body.dataset.ran === ""`);
    } catch (error) {
      throw new Error(`the script of the page has not run: ${problems.join("; ")}`, { cause: error });
    }
  }
  return {
    page,
    problems,
    until,
    text: (selector) => page.$eval(selector, (element) => element.textContent.trim()),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      if (isHealthy) assertEquals(problems, []);
    },
  };
}

function fileUrl(path: string): string {
  const url = new URL("file:///");
  url.pathname = path.replaceAll("\\", "/");
  assert(url.href.startsWith("file:///"));
  return url.href;
}
