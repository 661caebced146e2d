/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { ANSWER_MS, CHROMIUM_OBSTACLE, withChromium } from "../_chromium.ts";
import { runCapacityCommand } from "../../../demo/capacity/run_sizing.ts";
import { renderLivePage } from "../../../demo/live/view/report/live_page.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { runSimulate } from "../../../demo/simulate/run_simulate.ts";
import { eventfulResult, feedResult } from "../live/_results.ts";
import { worldOf } from "../simulate/_world.ts";
import { recordedIo } from "../terminal/_io.ts";

// Pages in a real browser, as a reader opens them: from a file, with nothing around it.

/** Of one test; a browser that is slower is broken. */
const PATIENCE_MS = 240_000;

const WIDTHS = [360, 768, 1_440];

function demo(...args: string[]): string {
  const io = recordedIo();
  runDemo([...args, "--html", "-"], io);
  return io.stdout;
}

async function simulation(...args: string[]): Promise<string> {
  const [world, io] = worldOf({});
  await runSimulate([...args, "--html", "-"], world);
  return io.stdout;
}

async function capacity(...args: string[]): Promise<string> {
  const [world, io] = worldOf({});
  await runCapacityCommand([...args, "--html", "-"], world);
  return io.stdout;
}

const DRAWN = ["--arrivals", "poisson:rate=600k/s", "--duration", "3ms"];
const NAMED = [
  "<script>alert(1)</script>:2us:skip-to-head",
  `${"a".repeat(64)}:1us:skip-to-oldest`,
  "市场 \u{1f680}:9us",
]
  .flatMap((consumer) => ["--consumer", consumer]);

/** A page of each kind, with what is hard to draw. */
const PAGES: Record<string, () => string | Promise<string>> = {
  "a scenario": () => demo("producer-heavy"),
  "runs side by side": () => demo("overrun-recovery", "--steps", "300"),
  "consumers of one ring": () => demo("fan-out", "--ingest", "20"),
  "failures": () => demo("failure-recovery"),
  "a load": () => demo("opra-line"),
  "a simulation": () => simulation(...DRAWN, ...NAMED, "--capacity", "64", "--max-loss", "0"),
  "a grid": () => capacity("--capacity", "32"),
  "a sizing": () => capacity(...DRAWN, ...NAMED.slice(0, 4), "--seeds", "2", "--max-p99", "4us"),
  "a live run": () => renderLivePage(eventfulResult(), "deno task live --seconds 10"),
  "a live run of a feed": () => renderLivePage(feedResult(), "deno task live --arrivals feed.csv"),
};

/** How a page is looked at. */
interface Look {
  readonly width: number;
  readonly dark?: boolean;
  readonly isPrinted?: boolean;
}

interface Looked extends AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];
}

async function open(browser: Browser, address: string, { width, dark, isPrinted }: Look): Promise<Looked> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.setDefaultTimeout(ANSWER_MS);
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("console", (message) => problems.push(`${message.type()} on the console: ${message.text()}`));
  page.on("request", (request) => {
    if (request.url() !== address) problems.push(`request: ${request.url().slice(0, 200)}`);
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark === true ? "dark" : "light" }]);
  if (isPrinted === true) await page.emulateMediaType("print");
  await page.goto(address, { waitUntil: "load" });
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe finds, in one line each. */
async function violations(page: Page): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- it is where axe puts itself
    const { violations } = await (globalThis as any).axe.run();
    // deno-lint-ignore no-explicit-any -- it has no type here
    return violations.map(({ id, nodes }: any) => `${id}: ${nodes.slice(0, 5).map(({ target }: any) => target)}`);
  });
}

/** What reaches beyond the page, and texts of figures that are cut or lie upon one another. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide, of ${innerWidth}`);
    for (const drawing of document.querySelectorAll("svg.fig")) {
      const frame = drawing.getBoundingClientRect();
      if (frame.width === 0) continue;
      const texts = [...drawing.querySelectorAll("text")].map((element) => ({
        text: element.textContent,
        box: element.getBoundingClientRect(),
      }));
      for (const { text, box } of texts) {
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
          found.push(`${text} is cut in ${drawing.getAttribute("aria-label")}`);
        }
      }
    }
    return found;
  });
}

/** A test in Chromium, with pages as files. */
function test(name: string, act: (browser: Browser, files: ReadonlyMap<string, string>) => Promise<void>): void {
  Deno.test({
    name: `${name}${CHROMIUM_OBSTACLE === undefined ? "" : ` (skipped ${CHROMIUM_OBSTACLE})`}`,
    ignore: CHROMIUM_OBSTACLE !== undefined,
    // The pipes to the browser are closed a moment after it has ended.
    sanitizeResources: false,
    sanitizeOps: false,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        const files = new Map<string, string>();
        for (const [n, [kind, make]] of Object.entries(PAGES).entries()) {
          const path = `${folder}/${n}.html`.replaceAll("\\", "/");
          await Deno.writeTextFile(path, await make());
          files.set(kind, new URL(`file:///${path.replace(/^\//, "")}`).href);
        }
        await withChromium((browser) => act(browser, files), PATIENCE_MS);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

test(
  "pages fit at every width, a telephone in the dark, ask for nothing, and axe finds nothing",
  async (browser, files) => {
    for (const [kind, address] of files) {
      for (const width of WIDTHS) {
        const dark = width === WIDTHS[0];
        await using looked = await open(browser, address, { width, dark });
        assertEquals(await misfits(looked.page), [], `${kind} at ${width}`);
        if (width !== WIDTHS[1]) assertEquals(await violations(looked.page), [], `${kind} at ${width}`);
        assertEquals(looked.problems, [], `${kind} at ${width}`);
      }
    }
  },
);

test("pages on paper have every table open, and axe finds nothing", async (browser, files) => {
  for (const [kind, address] of files) {
    await using looked = await open(browser, address, { width: 720, isPrinted: true });
    const { page } = looked;
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll("details table, section table")].filter((table) =>
        table.getBoundingClientRect().height < 20 || !table.checkVisibility({ contentVisibilityAuto: true })
      ).map((table) => table.textContent.slice(0, 60))
    );
    assertEquals(hidden, [], kind);
    const ground = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue("--bg").trim()
    );
    assertEquals(ground, "#fbfaf7", "paper is light");
    assertEquals(await violations(page), [], kind);
    assertEquals(looked.problems, []);
  }
});

test("pages are looked at by checks that find what is wrong", async (browser, files) => {
  await using looked = await open(browser, files.get("a scenario")!, { width: 360 });
  const { page } = looked;
  await page.evaluate(() => {
    document.querySelector("svg.fig .time, svg.fig")!.querySelector("text")!.setAttribute("x", "-400");
    document.querySelector("h1")!.style.width = "900px";
    document.documentElement.style.setProperty("--soft", "#ccc");
  });
  const found = await misfits(page);
  assert(found.some((line) => line.includes("wide, of 360")), found.join());
  assert(found.some((line) => line.includes("is cut")), found.join());
  assert((await violations(page)).some((line) => line.startsWith("color-contrast")));
});
