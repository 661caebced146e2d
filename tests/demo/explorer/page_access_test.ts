/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { axeViolations } from "../_axe.ts";
import { browserTest } from "./_browser.ts";

const WIDTHS = [360, 768, 1440];
/** A run that is overrun, one that fails and recovers, one of several consumers, and one by times. */
const ADDRESSES = ["", "#failure-recovery", "#fan-out", "#itch-burst"];

/** What reaches beyond the width of the window. */
async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("main *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.tagName} ${element.id} ${element.className}`);
  });
}

/** Opens everything that can be opened. */
async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  // What is drawn when it is opened, and how it comes into view.
  await new Promise((resolve) => setTimeout(resolve, 400));
}

browserTest("axe finds nothing, and nothing is too wide, at every width and in both themes", async (browser, t) => {
  for (const width of WIDTHS) {
    for (const dark of [false, true]) {
      await t.step(`${width} pixels, ${dark ? "dark" : "light"}`, async () => {
        await using opened = await browser.open({ width, dark });
        const { page } = opened;
        // Axe takes its time: other runs are looked at where there is least room, and where there is most.
        const isExtreme = dark ? width === WIDTHS[0] : width === WIDTHS[2];
        for (const address of isExtreme ? ADDRESSES : ADDRESSES.slice(0, 1)) {
          await page.evaluate((hash) => location.hash = hash, address);
          await openAll(page);
          assertEquals([...await axeViolations(page), ...await tooWide(page)], [], address);
        }
      });
    }
  }
});

browserTest(
  "axe finds nothing in the page without scripts and in its dialogs, and finds a mistake that is planted",
  async (browser) => {
    // Axe is a script itself: it looks at what the page is before its own script has run.
    await using bare = await browser.openDamaged({ scripts: true, file: await withoutPacked(browser) });
    await bare.until(`document.querySelector("[role=alert]") !== null`);
    assertEquals(await axeViolations(bare.page), []);
    await using opened = await browser.open();
    const { page } = opened;
    for (const dialog of await page.$$eval("dialog", (all) => all.map(({ id }) => id))) {
      await page.$eval(`#${dialog}`, (element) => (element as HTMLDialogElement).showModal());
      assertEquals(await axeViolations(page), [], dialog);
      await page.$eval(`#${dialog}`, (element) => (element as HTMLDialogElement).close());
    }
    await page.$eval("h1", (element) => element.style.color = "#ccc");
    await page.$eval("main", (element) => element.append(document.createElement("button")));
    const found = await axeViolations(page);
    assert(found.some((line) => line.startsWith("button-name")), found.join("\n"));
    assert(found.some((line) => line.startsWith("color-contrast")), found.join("\n"));
  },
);

/** The page, damaged, so that it stays as it is without its script. */
async function withoutPacked({ html, folder }: { readonly html: string; readonly folder: string }): Promise<string> {
  const file = `${folder}/bare.html`;
  await Deno.writeTextFile(file, html.replace(/(id="packed">)[^<]+/, "$1AAAA"));
  return file;
}
