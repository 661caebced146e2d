import { assert, assertEquals, assertMatch } from "@std/assert";
import { buildElement } from "../../../../demo/explorer/build/build_explorer.ts";
import { browserTest, type ExplorerBrowser, type OpenPage } from "../_browser.ts";

/** A page of somebody else with figures in it. */
async function open(browser: ExplorerBrowser, figures: string): Promise<OpenPage> {
  const file = `${browser.folder}/guide.html`;
  const script = (await buildElement()).replaceAll("</script", "<\\/script");
  await Deno.writeTextFile(file, `<!doctype html><link rel="icon" href="data:,">${figures}<script>${script}</script>`);
  return await browser.openDamaged({ file });
}

/** Moves a slider of the first figure, as a reader does. */
function slide({ page }: OpenPage, index: number, value: number): Promise<void> {
  return page.evaluate(
    (index, value) => {
      const input = document.querySelectorAll<HTMLInputElement>("ring-figure input")[index];
      input.value = String(value);
      input.dispatchEvent(new Event("input"));
      input.dispatchEvent(new Event("change"));
    },
    index,
    value,
  );
}

browserTest("<ring-figure> hides law, verdict and time until its reader has guessed", async (browser) => {
  const address = "#producer-heavy&on-overrun=skip-to-head";
  await using opened = await open(
    browser,
    `<ring-figure address="${address}" control="polls" max="8" guess></ring-figure>`,
  );
  const { page } = opened;
  const text = () => opened.text("ring-figure");
  assert(!/law|overrun three/.test(await text()), await text());
  assertEquals(await page.$$eval("ring-figure svg", (all) => all.length), 1);
  await slide(opened, 1, 20);
  assertMatch(await text(), /You said step 20\./);
  assertMatch(await text(), /The law said step 12\. The run was overrun three times, in steps 12, 25 and 38\./);
  assertEquals(await page.$$eval("ring-figure svg", (all) => all.length), 2);
  // Its one setting changes the run, and the step the ring.
  await slide(opened, 0, 8);
  assertMatch(await text(), /The law said never\. The run was never overrun\./);
  const ring = () => page.$eval("ring-figure svg", (svg) => svg.outerHTML);
  const before = await ring();
  await slide(opened, 1, 3);
  assert(await ring() !== before);
  assertEquals(opened.problems, []);
});

browserTest("<ring-figure> says in a line what it cannot show", async (browser) => {
  await using opened = await open(
    browser,
    `<ring-figure address="#nope"></ring-figure><ring-figure address="#balanced" control="speed"></ring-figure>`,
  );
  const lines = await opened.page.$$eval("ring-figure", (all) => all.map((figure) => figure.textContent));
  assertMatch(lines[0], /^unknown scenario nope: did you mean .*system$/);
  assertEquals(lines[1], "control must be an option of balanced, got speed");
  assertEquals(opened.problems, []);
});
