import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Page } from "puppeteer-core";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { ANSWER_MS, CHROMIUM_OBSTACLE, withChromium } from "../_chromium.ts";
import { simulate } from "../simulate/_world.ts";
import { recordedIo } from "../terminal/_io.ts";
import { readTrace } from "./_trace_rules.ts";

// speedscope, as it is published, opens the timelines in a real browser, from a file and with nothing around it. What it makes
// of one is a witness that is not of this house.

const skipped = CHROMIUM_OBSTACLE === undefined ? "" : ` (skipped ${CHROMIUM_OBSTACLE})`;
const TEST_MS = 120_000;

/** A thread as speedscope shows it. */
interface Profile {
  /** The process and the thread. */
  readonly title: string;
  /** How long its slices took together. */
  readonly weight: string;
  /** The names of its slices, with their values, from the one that took longest; as many as there is room for. */
  readonly names: readonly string[];
}

/** Opens a timeline, and reads every profile that is made of it. */
async function profilesOf(page: Page, folder: string, text: string): Promise<readonly Profile[]> {
  // How a file gets into a page that was opened from a file: by a script that hands it over.
  const script = `${folder}/timeline.js`;
  const content = Buffer.from(text).toString("base64");
  await Deno.writeTextFile(script, `speedscope.loadFileFromBase64("timeline.json", "${content}")`);
  // An import is what has a package fetched: then its files have addresses.
  await import("speedscope/dist/release/index.html", { with: { type: "text" } });
  const app = import.meta.resolve("speedscope/dist/release/index.html");
  const path = encodeURIComponent(script.replaceAll("\\", "/").replace(/^\//, ""));
  const refused = Promise.withResolvers<void>();
  page.on("dialog", () => refused.resolve());
  await page.goto(`${app}#localProfilePath=${path}&view=sandwich`, { waitUntil: "load" });
  const loaded = page.waitForFunction(`document.querySelector("tr") ?? document.body.textContent.includes("wrong")`);
  await Promise.race([loaded, refused.promise]);
  const list = await page.evaluate(`[...document.querySelectorAll("tr[title]")]
    .map((row) => ({ title: row.title, weight: row.lastElementChild.textContent }))`) as Omit<Profile, "names">[];
  const profiles: Profile[] = [];
  for (const [n, { title, weight }] of list.entries()) {
    if (n > 0) await page.keyboard.press("n");
    await page.waitForFunction(`document.body.textContent.includes("(${n + 1}/${list.length})")`);
    const names = await page.evaluate(`[...document.querySelectorAll("tr:not([title]):has(td)")]
      .map((row) => row.lastElementChild.textContent)`) as string[];
    profiles.push({ title, weight, names });
  }
  return profiles;
}

async function opened(text: string): Promise<readonly Profile[]> {
  const folder = await Deno.makeTempDir();
  const problems: string[] = [];
  let profiles: readonly Profile[] = [];
  try {
    await withChromium(async (browser) => {
      const page = await browser.newPage();
      page.setDefaultTimeout(ANSWER_MS);
      page.on("pageerror", (error) => problems.push(`error: ${error}`));
      page.on("console", (message) => {
        // A machine without a graphics card draws by software, and the browser says so.
        if (["error", "warn", "assert"].includes(message.type()) && !/WebGL/.test(message.text())) {
          problems.push(`${message.type()}: ${message.text()}`);
        }
      });
      page.on("dialog", (dialog) => {
        problems.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) problems.push(`request: ${request.url().slice(0, 200)}`);
      });
      profiles = await profilesOf(page, folder, text);
    }, TEST_MS);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals(problems, []);
  return profiles;
}

/** What the threads of a timeline are called in speedscope: those with slices. */
function titlesOf(text: string): readonly string[] {
  const { events } = readTrace(text);
  const named = (kind: string) => events.filter(({ name }) => name === kind);
  const processes = new Map(named("process_name").map(({ pid, args: { name } }) => [pid, name]));
  return named("thread_name").filter(({ tid }) => events.some((event) => event.ph === "X" && event.tid === tid))
    .map(({ pid, tid, args: { name } }) => `${processes.get(pid)} (pid ${pid}), ${name} (tid ${tid})`);
}

function browserTest(name: string, fn: () => Promise<void>): void {
  // The pipes to the browser are closed a moment after it has ended.
  const loose = { sanitizeResources: false, sanitizeOps: false };
  Deno.test({ name: `${name}${skipped}`, ignore: CHROMIUM_OBSTACLE !== undefined, ...loose, fn });
}

browserTest("speedscope shows every thread of a scenario's runs, and the decisions of its consumers", async () => {
  const io = recordedIo();
  runDemo(["overrun-recovery", "--timeline", "-"], io);
  const profiles = await opened(io.stdout);
  assertEquals(profiles.map(({ title }) => title), titlesOf(io.stdout));
  const [lifecycle, feed, consumer] = profiles;
  assertEquals([lifecycle.weight, lifecycle.names], ["50.00µs", ["READY", "WARMUP"]]);
  assert(feed.names.some((name) => /^arrival \{"sequence":\d+\}$/.test(name)), feed.names.join("\n"));
  const decision = /^(live|provisional) \{"sequence":\d+,"staleness_ns":\d+,"latency_ns":\d+\}$/;
  assert(consumer.names.length > 10);
  for (const name of consumer.names) assert(decision.test(name), name);
});

browserTest("speedscope shows how long decisions took, and names of any script as text", async () => {
  const { stdout } = await simulate([
    ...["--arrivals", "constant:rate=100k/s,events=50", "--capacity", "64"],
    ...["--consumer", '<img src=x onerror=alert(1)> 🚀 "risk":7us', "--timeline", "-"],
  ]);
  const profiles = await opened(stdout);
  assertEquals(profiles.map(({ title }) => title), titlesOf(stdout));
  const { title, weight, names } = profiles[2];
  assertStringIncludes(title, '<img src=x onerror=alert(1)> 🚀 "risk"');
  assertEquals(weight, "350.00µs"); // 50 decisions of 7 µs
  for (const name of names) assert(/^live \{"sequence":\d+,"staleness_ns":0,"latency_ns":7000\}$/.test(name), name);
});

browserTest("speedscope complains of a file that breaks the rules, so that these tests can fail", async () => {
  const problem = await opened('{"traceEvents": [{"ph":"X"}]}').then(
    (profiles) => profiles.length === 0 ? "there is no profile" : "",
    (error) => String(error),
  );
  assert(problem !== "");
});
