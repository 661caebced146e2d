/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import { SCENARIO_IDS } from "../../../demo/explorer/model/request_options.ts";
import { main } from "../../../demo/main.ts";
import { recordedIo } from "../terminal/_io.ts";
import { browserTest } from "./_browser.ts";

// The ids by which anybody's tests find what the page shows.

/** What a scenario prints as JSON. */
// deno-lint-ignore no-explicit-any -- any of several reports
function reportOf(...args: string[]): any {
  const io = recordedIo();
  main([...args, "--json"], io);
  return JSON.parse(io.stdout);
}

browserTest("every part of the page is found by its id, and says what the command line says", async (browser) => {
  await using opened = await browser.open();
  const { page } = opened;
  for (const scenario of SCENARIO_IDS) {
    const report = reportOf(scenario);
    if (scenario === SCENARIO_IDS[0]) await page.select("#scenario", scenario);
    else await page.evaluate((hash) => location.hash = hash, `#${scenario}`);
    await opened.until(`document.getElementById("digest").textContent.trim() === "${report.digest}"`);
    const claims = await page.$$eval(
      "#claims > li",
      (all) => all.map((li) => [li.dataset.held, li.textContent.trim()]),
    );
    assertEquals(
      claims,
      report.claims.map(({ claim, held }: { claim: string; held: boolean }) => [String(held), claim]),
      scenario,
    );
    const step = await page.$eval("#step", (element) => {
      const { min, max, value, type } = element as HTMLInputElement;
      return { min, max, value, type };
    });
    assertEquals([step.min, step.type, step.value], ["0", "range", step.max], scenario);
    for (const id of ["predicted", "observed", "state"]) assert(await opened.text(`#${id}`) !== "", `#${id}`);
    if ("first_overrun_step" in (report.summary ?? {})) {
      const { first_overrun_step: first } = report.summary;
      assertEquals(await opened.text("#observed"), first === null ? "never" : `${first}`, scenario);
    }
  }
});

browserTest("inputs are named as the options, and what they are set to is what is run", async (browser) => {
  await using opened = await browser.open({ hash: "#producer-heavy" });
  const { page } = opened;
  const set = async (name: string, value: string, ...events: string[]) =>
    await page.$eval(
      `[name="${name}"]`,
      (element, value, events) => {
        const input = element as HTMLInputElement;
        input.value = value;
        for (const type of events) input.dispatchEvent(new Event(type, { bubbles: true }));
      },
      value,
      events,
    );
  // As somebody who types tells it, and as some programs do that fill in forms.
  await set("capacity", "16", "input", "change");
  await set("on-overrun", "skip-to-oldest", "change");
  const { digest } = reportOf("producer-heavy", "--capacity", "16", "--on-overrun", "skip-to-oldest");
  await opened.until(`document.getElementById("digest").textContent.trim() === "${digest}"`);
  // The address follows the page: whoever is given it sees the same.
  await opened.until(`location.hash.includes("capacity=16") && location.hash.includes("on-overrun=skip-to-oldest")`);
  await using again = await browser.open({ hash: await page.evaluate(() => location.hash) });
  assertEquals(await again.text("#digest"), digest);
});
