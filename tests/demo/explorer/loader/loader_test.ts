/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "@std/assert";
import { browserTest } from "../_browser.ts";

const SAYS = "This file is damaged, or its script has failed: the picture below does not move.";

browserTest("without scripts the page says what it is", async (browser) => {
  await using opened = await browser.open({ scripts: false });
  assertMatch(await opened.page.$eval("h1", (element) => element.textContent), /ring/);
});

browserTest("a damaged file keeps what it showed without scripts, and says that it is damaged", async (browser) => {
  const file = `${browser.folder}/damaged.html`;
  // One character in the middle of what is packed.
  const at = browser.html.indexOf(`id="packed">`) + 20_000;
  const other = browser.html[at] === "A" ? "B" : "A";
  await Deno.writeTextFile(file, browser.html.slice(0, at) + other + browser.html.slice(at + 1));
  await using opened = await browser.openDamaged({ file });
  await opened.until(`document.querySelector("[role=alert]")?.textContent === ${JSON.stringify(SAYS)}`);
  assertEquals(await opened.page.$$eval("script[type]", (all) => all.length), 0);
  assert(opened.problems.some((line) => /Content Security Policy/.test(line)), opened.problems.join("\n"));
});

browserTest("what the page does not name by its hash does not run", async (browser) => {
  const file = `${browser.folder}/changed.html`;
  await Deno.writeTextFile(file, browser.html.replace("</main>", `</main><script>document.title="no"</script>`));
  await using opened = await browser.openDamaged({ file });
  await opened.until(`document.body.dataset.ran === ""`);
  assert(await opened.page.title() !== "no");
  assert(opened.problems.some((line) => /Content Security Policy/.test(line)), opened.problems.join("\n"));
});

browserTest(
  "the page is seen before its script is unpacked, and has run when the browser calls it loaded",
  async (browser) => {
    await using opened = await browser.open();
    const { page } = opened;
    await page.evaluateOnNewDocument(() => {
      addEventListener("load", () => document.documentElement.dataset.atLoad = document.body.dataset.ran ?? "not yet");
    });
    await page.reload({ waitUntil: "load" });
    await opened.until(`document.documentElement.dataset.atLoad === ""`);
    const [drawn, loaded] = await page.evaluate(() => {
      const [paint] = performance.getEntriesByType("paint");
      const [navigation] = performance.getEntriesByType("navigation");
      return [paint.startTime, (navigation as PerformanceNavigationTiming).loadEventStart];
    });
    assert(drawn < loaded, `drawn at ${drawn}, loaded at ${loaded}`);
  },
);
