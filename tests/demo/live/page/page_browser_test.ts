/// <reference lib="dom" />
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { ANSWER_MS, CHROMIUM_OBSTACLE, withChromium } from "../../_chromium.ts";
import { readSpecification } from "../../../../config/mod.ts";
import { STREAMS_MAX } from "../../../../demo/live/page/frame_streams.ts";
import { type LivePage, servePage } from "../../../../demo/live/page/page_server.ts";
import type { LiveStatus } from "../../../../demo/live/plane/live_status.ts";
import { liveToJson } from "../../../../demo/live/view/live_json.ts";
import { eventfulResult, result } from "../_results.ts";
import { consumerStatus, plan, status } from "../_statuses.ts";

// The page in a real browser, shown a run that is made up: so it is the same every time.

const HOST = "127.0.0.1";
const mayServe = Deno.permissions.querySync({ name: "net", host: HOST }).state === "granted";
const obstacle = CHROMIUM_OBSTACLE ?? (mayServe ? undefined : `without --allow-net=${HOST}`);
/** Of all tests here; a browser that is slower is broken. */
const PATIENCE_MS = 240_000;

/** A page that is open, and what has gone wrong on it. */
interface Looker extends AsyncDisposable {
  readonly page: Page;
  readonly problems: string[];
  text(selector: string): Promise<string>;
  /** Waits until an expression is true on the page. */
  until(expression: string): Promise<void>;
}

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
  readonly calm?: boolean;
  readonly scripts?: boolean;
  /** Problems that are part of what is tested. Default: there is none. */
  readonly expected?: RegExp;
}

function test(
  name: string,
  act: (look: (page: LivePage, how?: Look) => Promise<Looker>, page: LivePage) => Promise<void>,
) {
  Deno.test({
    name: `the live page ${name}${obstacle === undefined ? "" : ` (skipped ${obstacle})`}`,
    ignore: obstacle !== undefined,
    // The pipes to the browser are closed a moment after it has ended.
    sanitizeResources: false,
    sanitizeOps: false,
    fn: () =>
      withChromium(async (browser) => {
        const page = servePage(0);
        try {
          await act((served, how = {}) => open(browser, served, how), page);
        } finally {
          await page.close();
        }
      }, PATIENCE_MS),
  });
}

async function open(browser: Browser, { address }: LivePage, how: Look): Promise<Looker> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  const note = (problem: string) => {
    if (how.expected?.test(problem) !== true) problems.push(problem);
  };
  page.setDefaultTimeout(ANSWER_MS);
  page.on("pageerror", (error) => note(`error: ${error}`));
  page.on("console", (message) => note(`${message.type()} on the console: ${message.text()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && request.url() !== "data:,") note(`request: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(how.scripts ?? true);
  await page.setViewport({ width: how.width ?? 1_024, height: 800 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: how.dark === true ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: how.calm === true ? "reduce" : "no-preference" },
  ]);
  await page.goto(address, { waitUntil: "load" });
  return {
    page,
    problems,
    text: (selector) => page.$eval(selector, (element) => element.textContent.trim()),
    until: async (expression) => void await page.waitForFunction(expression),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      assertEquals(problems, []);
    },
  };
}

/** Names that a page must show as they are. */
const NAMES = ["execution", "<script>document.title='owned'</script>", "<img src=x onerror=alert(1)>", "W".repeat(60)];

const SYSTEM = readSpecification(JSON.stringify({
  ring: { capacity: 1_024 },
  feed: { model: "constant", rate: "1k/s", events: 5 },
  consumers: NAMES.map((name) => ({ name, service: "1us", onOverrun: "skip-to-oldest" })),
}));

/** A run of some minutes, with everything that can be drawn; and with the longest numbers there are. */
function* eventful(): Generator<LiveStatus> {
  const states: LiveStatus["states"][number][] = [{ atMs: 3, state: "WARMUP", causes: [] }];
  for (let n = 0; n < 400; n++) {
    const elapsedMs = 500 * (n + 1);
    if (n === 8) states.push({ atMs: 4_010, state: "READY", causes: [] });
    if (n % 100 === 60) {
      states.push({ atMs: elapsedMs - 90, state: "DEGRADED", causes: ["market data outage", "health check lag"] });
    }
    if (n % 100 === 85) states.push({ atMs: elapsedMs - 90, state: "READY", causes: [] });
    const { state, causes } = states[states.length - 1];
    const wave = Math.max(0, 700 + 600 * Math.sin(n / 20));
    const huge = {
      lag: 2 ** 40,
      lagMax: 2 ** 45,
      lost: 2e9 * n,
      dropped: 2 ** 50,
      stalls: 123_456_789,
      longestCycleNs: 12.3e9,
    };
    yield status({
      plan: plan({ system: SYSTEM, rate: "feed", consumers: NAMES.length, seconds: Infinity }),
      elapsedMs,
      state,
      causes,
      states,
      published: 123_456_789 * n,
      ratePerSecond: 16_347_620 + 1_000 * n,
      controlGapMs: n % 50 === 0 ? 1_234 : 11,
      consumers: [
        consumerStatus(1),
        consumerStatus(2, { lag: Math.floor(wave), lagMax: Math.floor(1.2 * wave), lost: 100 * n }),
        consumerStatus(3, {
          ...huge,
          undecidedNs: 123e9,
          heartbeatNs: 2e5,
          stalenessNs: { p50: 300, p99: 4e8, p999: 1e9, max: 9e10 },
        }),
        consumerStatus(4, { stalenessNs: undefined }),
      ],
    });
  }
}

function showAll(page: LivePage): LiveStatus {
  let last = status();
  for (const one of eventful()) page.show(last = one);
  return last;
}

/** What axe finds, in one line each. It cannot be put on the page as a script: the page lets none run but its own. */
async function violations({ page }: Looker): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- it is where axe puts itself
    const { violations } = await (globalThis as any).axe.run();
    // deno-lint-ignore no-explicit-any -- it has no type here
    return violations.map(({ id, nodes }: any) => `${id}: ${nodes.map(({ target }: any) => target).join(" ")}`);
  });
}

/** Texts of drawings that reach beyond them, or that lie upon one another. */
function collisions({ page }: Looker): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const drawing of document.querySelectorAll("svg.fig")) {
      const frame = drawing.getBoundingClientRect();
      const texts = [...drawing.querySelectorAll("text")].map((element) => ({
        text: element.textContent,
        box: element.getBoundingClientRect(),
      }));
      for (const [n, { text, box }] of texts.entries()) {
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
          found.push(`${text} is cut: ${box.left - frame.left} to ${box.right - frame.left} of ${frame.width}`);
        }
        for (const other of texts.slice(n + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          // The box of a line is higher than its letters.
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) - 4;
          if (across > 0 && down > 0) found.push(`${text} lies upon ${other.text}`);
        }
      }
    }
    return found;
  });
}

for (const dark of [false, true]) {
  test(`fits ${dark ? "in the dark" : "in the light"} at every width, and axe finds nothing`, async (look, page) => {
    showAll(page);
    for (const width of [360, 768, 1_440]) {
      await using looker = await look(page, { width, dark });
      await looker.until(`document.querySelectorAll("#consumers svg.fig").length === ${NAMES.length}`);
      const [wide, inner] = await looker.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assertEquals([width, wide], [width, inner]);
      assertEquals(await collisions(looker), [], `at ${width}`);
      for (const details of await looker.page.$$("summary")) await details.click();
      assertEquals(await violations(looker), [], `at ${width}`);
    }
    await page.end(liveToJson(eventfulResult()));
  });
}

test("is looked at by checks that find what is wrong", async (look, page) => {
  showAll(page);
  await using looker = await look(page);
  await looker.until(`document.querySelector("#consumers svg.fig") !== null`);
  await looker.page.evaluate(() => {
    const [first, second, third] = document.querySelectorAll("#system svg.fig text");
    first.setAttribute("x", "-40");
    for (const name of ["x", "y", "class"]) second.setAttribute(name, third.getAttribute(name)!);
    document.documentElement.style.setProperty("--soft", "#ccc");
    document.querySelector("#hold")!.textContent = "";
  });
  const found = await collisions(looker);
  assert(
    found.some((line) => line.includes(" is cut: ")) && found.some((line) => line.includes(" lies upon ")),
    found.join(),
  );
  const [contrast, name] = [/^color-contrast: /, /^button-name: #hold/];
  const lines = await violations(looker);
  assert(lines.some((line) => contrast.test(line)) && lines.some((line) => name.test(line)), lines.join());
});

test("shows the end of a run, which fits and is accessible as well", async (look, page) => {
  showAll(page);
  await using looker = await look(page, { width: 360 });
  await looker.until(`document.querySelector("#consumers svg.fig") !== null`);
  const json = liveToJson(result());
  await page.end(json);
  await looker.until(`document.querySelector("#link").dataset.link === "ended"`);
  assertEquals(await looker.text("#verdict"), "The run has ended, as planned. Every event is accounted for.");
  assertEquals(await looker.page.title(), "The run has ended, as planned. Every event is accounted for. Live run");
  const rows = await looker.page.$$eval(
    "#end tbody tr",
    (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
  );
  assertEquals(rows[0].slice(0, 6), ["execution", "1,000,000", "950,000", "50,000", "0", "0"]);
  assertEquals(await looker.page.$eval("#hold", (button) => button.checkVisibility()), false);
  assertEquals(await violations(looker), []);
  const [wide, inner] = await looker.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assertEquals(wide, inner);
});

test("shows foreign names as they are, and obeys none of them", async (look, page) => {
  showAll(page);
  await using looker = await look(page);
  await looker.until(`document.querySelectorAll("#consumers h2").length === ${NAMES.length}`);
  assertEquals(await looker.page.$$eval("#consumers h2", (titles) => titles.map((title) => title.textContent)), NAMES);
  assertEquals(await looker.page.$$("main script, main img"), []);
  await page.end(liveToJson(eventfulResult()));
  await looker.until(`document.querySelector("#link").dataset.link === "ended"`);
  assertEquals(await looker.page.$$("main script, main img"), []);
  assertNotEquals(await looker.page.title(), "owned");
});

test("follows the run, stands still when it is told to by the keyboard, and goes on", async (look, page) => {
  await using looker = await look(page);
  assertEquals(await looker.text("#verdict"), "The threads are starting.");
  page.show(status({ elapsedMs: 500 }));
  await looker.until(`document.querySelector("#elapsed").textContent === "0.5 s of 10 s"`);
  await looker.until(`document.querySelector("#verdict").textContent === "All consumers keep up."`);
  assertEquals(await looker.text("#link"), "live");
  page.show(status({ elapsedMs: 1_000, consumers: [consumerStatus(1), consumerStatus(2, { lost: 77 })] }));
  await looker.until(`document.querySelector("#verdict").textContent === "Consumer 2 loses events."`);
  assertEquals(await looker.text("#said"), "Consumer 2 loses events.");
  await looker.page.keyboard.press("Tab");
  assertEquals(await looker.page.evaluate(() => document.activeElement?.id), "hold");
  await looker.page.keyboard.press("Space");
  assertEquals(await looker.page.$eval("#hold", (button) => button.getAttribute("aria-pressed")), "true");
  const before = await looker.text("#system");
  page.show(status({ elapsedMs: 1_500, published: 999_999 }));
  page.show(status({ elapsedMs: 2_000, published: 1_234_567, state: "DEGRADED", causes: ["halt"] }));
  await looker.page.evaluate(() => fetch("frame"));
  assertEquals(await looker.text("#system"), before);
  await looker.page.keyboard.press("Space");
  await looker.until(`document.querySelector("#system").textContent.includes("1,234,567")`);
  assertEquals(await looker.text("#state"), "DEGRADED (halt)");
  // The table opens by the keyboard as well, and has the frames that came meanwhile.
  await looker.page.keyboard.press("Tab");
  await looker.page.keyboard.press("Enter");
  await looker.until(`document.querySelectorAll("#consumers tbody tr").length === 4`);
  const [first] = await looker.page.$$eval("#consumers tbody tr", (rows) => rows.map((row) => row.textContent));
  assertMatch(first, /^0:02DEGRADED17/);
});

test("that is opened late, or loaded anew, shows the minutes before", async (look, page) => {
  const last = showAll(page);
  await using looker = await look(page);
  for (let n = 0; n < 2; n++) {
    await looker.until(`document.querySelector("#system svg.fig") !== null`);
    await looker.until(`document.querySelector("#elapsed").textContent === "${last.elapsedMs / 1_000}.0 s"`);
    const label = await looker.page.$eval("#system .strip", (strip) => strip.getAttribute("aria-label"));
    assertMatch(
      label ?? "",
      /^From 0:00 to 3:20: WARMUP, then READY, then DEGRADED by market data outage, health check lag, /,
    );
    await looker.page.reload();
  }
});

test("that likes no motion moves its time by half minutes", async (look, page) => {
  for (const calm of [false, true]) {
    await using looker = await look(page, { calm });
    page.show(status({ elapsedMs: 41_000 }));
    await looker.until(`document.querySelector("#system svg.fig") !== null`);
    const times = await looker.page.$$eval("#system text", (texts) => texts.map((text) => text.textContent));
    assertEquals([calm, times.includes("1:00")], [calm, calm], times.join());
  }
});

test("that loses the process says so, with the time, and keeps what it shows", async (look, page) => {
  await using looker = await look(page, { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/ });
  page.show(status({ published: 424_242 }));
  await looker.until(`document.querySelector("#system svg.fig") !== null`);
  await page.close();
  await looker.until(`document.querySelector("#link").dataset.link === "lost"`);
  assertMatch(await looker.text("#link"), /^connection lost since .*\d+:\d+/);
  assertMatch(await looker.text("#reason"), /^What is shown is how it stood 4\.2 s into the run, at .*\d+:\d+/);
  assert((await looker.text("#system")).includes("424,242"));
});

test("that hears nothing for a while says so", async (look, page) => {
  await using looker = await look(page);
  page.show(status());
  await looker.until(`document.querySelector("#link").dataset.link === "late"`);
  assertMatch(await looker.text("#link"), /^no news since .*\d+:\d+/);
  page.show(status({ elapsedMs: 9_000 }));
  await looker.until(`document.querySelector("#link").dataset.link === "live"`);
});

test("that is one too many says so, and comes in when another goes", async (look, page) => {
  page.show(status());
  const others = await Promise.all(Array.from({ length: STREAMS_MAX }, () => fetch(`${page.address}frames`)));
  await using looker = await look(page, { expected: /503/ });
  await looker.until(`document.querySelector("#link").dataset.link === "full"`);
  assertEquals(await looker.text("#verdict"), "Too many pages look on.");
  await others[0].body?.cancel();
  page.show(status({ elapsedMs: 5_000 }));
  await looker.until(`document.querySelector("#link").dataset.link === "live"`);
  for (const { body } of others.slice(1)) await body?.cancel();
});

test("without scripts says where to look", async (look, page) => {
  page.show(status());
  await using looker = await look(page, { scripts: false });
  assertMatch(await looker.text("noscript"), /switched off/);
});
