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
