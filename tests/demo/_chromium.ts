import type { Browser } from "puppeteer-core";
import { CHROMIUM_NAMES, removeLeft } from "../_browsers.ts";

// Chromium for tests that look at a page as a reader does.

/** Where it is, if it has none of its names. */
const PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A page, or a browser, that has not answered by then never will, in milliseconds. */
export const ANSWER_MS = 60_000;

const lacking = (["run", "read", "write", "env"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const program = lacking.length > 0 ? undefined : findProgram();

/** Why there is no browser, as the end of the name of a test; undefined, if there is one. */
export const CHROMIUM_OBSTACLE: string | undefined = lacking.length > 0
  ? `without ${lacking.join(", ")}`
  : program === undefined
  ? ": there is no Chromium"
  : undefined;

/**
 * Starts a browser that knows nothing, and ends it when it has been used.
 *
 * @param use what to do with it, and with a folder for files, which is removed afterwards
 * @param patienceMs how long that may take before the browser is killed, in milliseconds
 */
export async function withChromium(
  use: (browser: Browser, folder: string) => Promise<void>,
  patienceMs: number,
): Promise<void> {
  // It looks at the environment when it is loaded, which needs a permission.
  const { default: puppeteer } = await import("puppeteer-core");
  const folder = await Deno.makeTempDir();
  try {
    const browser = await puppeteer.launch({
      executablePath: program,
      userDataDir: `${folder}/profile`,
      pipe: true,
      timeout: ANSWER_MS,
      protocolTimeout: ANSWER_MS,
      // A sandbox cannot be had in a container, or as root. The only page that is opened is our own.
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"],
    });
    const timer = setTimeout(() => browser.process()?.kill("SIGKILL"), patienceMs);
    try {
      await use(browser, folder);
    } finally {
      clearTimeout(timer);
      await end(browser);
    }
  } finally {
    await removeLeft(folder);
  }
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

/** The path of the browser; undefined, if there is none. */
function findProgram(): string | undefined {
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":")];
  const paths = CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [...paths, ...PATHS].find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false; // Not there, or in a folder that cannot be seen.
    }
  });
}
