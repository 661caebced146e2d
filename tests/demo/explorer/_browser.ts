import { assert, assertEquals } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { buildExplorer } from "../../../demo/explorer/build/build_explorer.ts";

// The page in a real browser, as a reader opens it: from a file, with nothing around it.

/** Names of Chromium, on the systems that the tests run on. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Where it is, if it has none of these. */
const PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A page, or a browser, that has not answered by then never will. */
const ANSWER_MS = 60_000;
const TEST_MS = 240_000;

const lacking = (["run", "read", "write", "env"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const program = lacking.length > 0 ? undefined : findProgram();
const obstacle = lacking.length > 0
  ? `without ${lacking.join(", ")}`
  : program === undefined
  ? ": there is no Chromium"
  : undefined;

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
    name: `${name}${obstacle === undefined ? "" : ` (skipped ${obstacle})`}`,
    ignore: obstacle !== undefined,
    // The pipes to the browser are closed a moment after it has ended.
    sanitizeResources: false,
    sanitizeOps: false,
    fn: async (t) => {
      const html = await builtPage();
      const folder = await Deno.makeTempDir();
      const browser = await launch(`${folder}/profile`);
      const timer = setTimeout(() => browser.process()?.kill("SIGKILL"), TEST_MS);
      try {
        await Deno.writeTextFile(`${folder}/index.html`, html);
        const url = fileUrl(`${folder}/index.html`);
        await fn({
          html,
          folder,
          open: (opening = {}) => openPage(browser, url, opening, true),
          openDamaged: (opening = {}) => openPage(browser, url, opening, false),
        }, t);
      } finally {
        clearTimeout(timer);
        await end(browser);
        await removeLeft(folder);
      }
    },
  });
}

async function launch(userDataDir: string): Promise<Browser> {
  // It looks at the environment when it is loaded, which needs a permission.
  const { default: puppeteer } = await import("puppeteer-core");
  return await puppeteer.launch({
    executablePath: program,
    userDataDir,
    pipe: true,
    timeout: ANSWER_MS,
    protocolTimeout: ANSWER_MS,
    // A sandbox cannot be had in a container, or as root. The only page that is opened is our own.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"],
  });
}

/** Ends a browser, if need be by force. */
async function end(browser: Browser): Promise<void> {
  const process = browser.process();
  const force = setTimeout(() => process?.kill("SIGKILL"), 10_000);
  try {
    await browser.close();
  } catch {
    process?.kill("SIGKILL");
  } finally {
    clearTimeout(force);
  }
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
    const asked = request.url();
    if (asked.replace(/#.*/, "") !== address && asked !== "data:,") problems.push(`request: ${asked.slice(0, 200)}`);
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

/** The path of the browser; undefined, if there is none. */
function findProgram(): string | undefined {
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":")];
  const paths = NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [...paths, ...PATHS].find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false; // Not there, or in a folder that cannot be seen.
    }
  });
}

function fileUrl(path: string): string {
  const url = new URL("file:///");
  url.pathname = path.replaceAll("\\", "/");
  assert(url.href.startsWith("file:///"));
  return url.href;
}

/** Removes a folder into which a browser that is ending may still write. */
async function removeLeft(folder: string): Promise<void> {
  for (let left = 50;; left--) {
    try {
      return await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
