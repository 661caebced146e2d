/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "puppeteer-core";
import { readAddress } from "../../../../demo/explorer/model/address.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

const WIDTHS = [360, 768, 1440];

/** What axe finds, in one line each. */
async function violations(page: Page): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- it is where axe puts itself
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ["violations"] });
    // deno-lint-ignore no-explicit-any -- it has no type here
    return violations.map(({ id, nodes }: any) =>
      // deno-lint-ignore no-explicit-any -- it has no type here
      `${id}: ${nodes.slice(0, 5).map(({ target, any: [why] }: any) => `${target} ${why?.message ?? ""}`)}`
    );
  });
}

/** What reaches beyond the page, what is cut in a figure, and what is too small for a finger. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.scrollingElement!;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide, of ${innerWidth}`);
    for (const dialog of document.querySelectorAll("dialog[open]")) {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight) found.push(`#${dialog.id} is cut`);
      if (dialog.scrollWidth > dialog.clientWidth) found.push(`#${dialog.id} scrolls sideways`);
    }
    for (const drawing of document.querySelectorAll("main svg.fig, main #ring svg")) {
      if (!drawing.checkVisibility({ contentVisibilityAuto: true })) continue;
      const frame = drawing.getBoundingClientRect();
      if (frame.width === 0) continue;
      if (frame.right > innerWidth + 1) found.push(`a figure ends at ${frame.right}`);
      for (const text of drawing.querySelectorAll("text")) {
        const box = text.getBoundingClientRect();
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
          found.push(`${text.textContent} is cut in ${drawing.getAttribute("aria-label")}`);
        }
      }
    }
    for (const control of document.querySelectorAll("main button, main select, main input, dialog[open] button")) {
      const { width, height } = control.getBoundingClientRect();
      if (height > 0 && control.id !== "step" && (width < 24 || height < 24)) {
        found.push(`${control.id || control.textContent} is ${width} by ${height}`);
      }
    }
    return found;
  });
}

/** States of the page, each as it is made from the one before. */
const STATES: readonly [name: string, make: (reader: Reader) => Promise<unknown>][] = [
  ["the first frame", () => Promise.resolve()],
  ["forked and compared", async (reader) => {
    await reader.go(
      "#producer-heavy&on-overrun=skip-to-head&fork=20:outage=6&fork=30:polls=9&compare=policies&step=33",
    );
  }],
  ["all that is folded is open", async (reader) => {
    await reader.page.$$eval("details", (all) => all.forEach((part) => part.open = true));
    await reader.until(`document.querySelector("#sizing-figure svg") && document.querySelector("#numbers table") &&
      document.querySelector("#percentiles svg") && document.querySelector("#moments li")`);
  }],
  ["a problem, a refused setting and a refused fork", async (reader) => {
    await reader.go("#fan-out&capacity=7&what=no&consumer=1&step=4");
    await reader.set("#fields [name=ingest]", "many");
    await reader.set("#fork-value", "x");
    await reader.act("#fork button");
    await reader.until(`document.querySelector("#fields [aria-invalid=true]") !== null`);
    assert((await reader.problems()).length > 0);
  }],
  ["a load by times", async (reader) => {
    await reader.go("#itch-burst&consumer=1&step=100");
    await reader.until(`/\\d/.test(document.getElementById("sizing-sentence").textContent) &&
      document.querySelector("#sizing-figure svg") !== null`);
  }],
  ["a system with a problem", async (reader) => {
    await reader.page.$$eval("details", (all) => all.forEach((part) => part.open = part.id === "evidence"));
    await reader.act("#open-system");
    await reader.page.$eval("#system-text", (area) => (area as HTMLTextAreaElement).value = "{");
    await reader.act("#system-run");
    await reader.until(`document.getElementById("system-problem").textContent !== ""`);
  }],
  ["the list of keys", async (reader) => {
    await reader.press("Escape");
    await reader.act("#open-keys");
  }],
];

browserTest("every state fits at every width, in both themes, and axe finds nothing", async (browser, t) => {
  for (const width of WIDTHS) {
    await using opened = await browser.open({ width, height: 800 });
    const reader = new Reader(opened);
    const { page } = reader;
    for (const [name, make] of STATES) {
      await make(reader);
      for (const theme of ["light", "dark"]) {
        await t.step(`${name}, ${width} wide, ${theme}`, async () => {
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
          if (Deno.args.includes("--pictures")) {
            const file = `/tmp/explorer-${name.replaceAll(" ", "-")}-${width}-${theme}.png` as const;
            await page.screenshot({ path: file, fullPage: !/system|keys/.test(name) });
          }
          assertEquals(await misfits(page), []);
          assertEquals(await violations(page), []);
        });
      }
    }
  }
});

browserTest("the checks of looks find what is wrong", async (browser) => {
  await using opened = await browser.open({ width: 360 });
  const { page } = opened;
  assertEquals([await misfits(page), await violations(page)], [[], []]);
  await page.evaluate(() => {
    document.querySelector("footer")!.style.width = "900px";
    document.querySelector("#time text")!.setAttribute("x", "-400");
    document.documentElement.style.setProperty("--soft", "#ccc");
    document.getElementById("play")!.removeAttribute("aria-label");
    document.getElementById("play")!.textContent = "";
    document.getElementById("back")!.style.cssText = "height:10px;min-height:0";
  });
  const found = (await misfits(page)).join("\n");
  for (const kind of ["the page is ", " is cut in ", "back is "]) assert(found.includes(kind), `${kind}: ${found}`);
  const named = (await violations(page)).join("\n");
  for (const kind of ["color-contrast", "button-name"]) assert(named.includes(kind), named);
});

browserTest("without scripts there are the text and the figure of the first run", async (browser) => {
  for (const width of WIDTHS) {
    await using opened = await browser.open({ scripts: false, width });
    const { page } = opened;
    const { views: [view], digest, command } = runRequest(readAddress("").request);
    const text = await page.$eval("main", ({ textContent }) => textContent);
    for (const part of [digest, command, `step ${view.observedText}`, "With scripts"]) {
      assert(text.includes(part), part);
    }
    assertEquals(await page.$$eval("main svg.fig", (all) => all.map((figure) => figure.checkVisibility())), [true]);
    assertEquals(
      await page.$$eval("button, input, select, dialog", (all) => all.length),
      0,
      "nothing that does nothing",
    );
    assertEquals(await misfits(page), []);
  }
});

browserTest("where motion is not liked nothing moves by itself", async (browser) => {
  await using opened = await browser.open({ reducedMotion: true });
  const reader = new Reader(opened);
  const moving = () =>
    opened.page.evaluate(() => {
      const styles = [...document.querySelectorAll("*")].map((element) => getComputedStyle(element));
      return [
        document.getAnimations().length,
        styles.filter((style) => style.animationName !== "none" || style.scrollBehavior === "smooth").length,
        styles.filter((style) => style.transitionDuration.split(", ").some((time) => time !== "0s")).length,
      ];
    });
  assertEquals(await moving(), [0, 0, 0]);
  const before = await reader.seen();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertEquals(await reader.seen(), before);
  // What the reader asks for plays all the same: it is what it is for.
  await reader.set("#speed", "60");
  await reader.act("#play");
  await reader.until(`document.getElementById("step").value !== "49"`);
  assertEquals(await moving(), [0, 0, 0]);
  await reader.act("#play");
});

browserTest("on paper there is the evidence, and nothing to press", async (browser) => {
  await using opened = await browser.open({ width: 720, dark: true, hash: "#producer-heavy&fork=20:outage=6&step=30" });
  const reader = new Reader(opened);
  const { page } = reader;
  await page.$eval("#evidence", (part) => (part as HTMLDetailsElement).open = false);
  await page.emulateMediaType("print");
  const shown = (selector: string) =>
    page.$$eval(selector, (all) =>
      all.filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 2 && height > 2 &&
          element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
      }).map((element) => element.id || element.textContent.slice(0, 30)));
  assertEquals(await shown("button, input, select, textarea, dialog"), []);
  for (const id of ["verdict", "ring", "time", "account", "claims", "digest", "command"]) {
    assertEquals(await shown(`#${id}`), [id]);
  }
  assertEquals((await shown("#claims li")).length, (await page.$$("#claims li")).length);
  assertMatch(
    await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    /^rgb\(25\d, 25\d, 2[45]\d\)$/,
  );
  assertEquals(await misfits(page), []);
  assertEquals(await violations(page), []);
});
