import { assertEquals } from "@std/assert";
import { SCENARIO_IDS } from "../../../demo/explorer/model/request_options.ts";
import { main } from "../../../demo/main.ts";
import { recordedIo } from "../terminal/_io.ts";
import { browserTest } from "./_browser.ts";

/** The digest that the command line prints. */
function digestOf(...args: string[]): string {
  const io = recordedIo();
  main([...args, "--json"], io);
  return JSON.parse(io.stdout).digest;
}

browserTest("the page shows the digest of the command line for every scenario, with no request", async (browser) => {
  await using opened = await browser.open({ hash: `#${SCENARIO_IDS[0]}` });
  for (const scenario of SCENARIO_IDS) {
    await opened.page.evaluate((hash) => location.hash = hash, `#${scenario}`);
    await opened.until(`document.getElementById("digest").textContent.trim() === "${digestOf(scenario)}"`);
  }
});

browserTest("an address opens at its run", async (browser) => {
  const options = ["producer-heavy", "--capacity", "16", "--on-overrun", "skip-to-oldest"];
  await using opened = await browser.open({ hash: "#producer-heavy&capacity=16&on-overrun=skip-to-oldest" });
  assertEquals(await opened.text("#digest"), digestOf(...options));
});
