/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import { SCENARIO_IDS } from "../../../../demo/explorer/model/request_options.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

// How much a page does for what its reader does. What that takes in milliseconds depends on the machine, so it is measured only
// where it is asked for: `deno task test tests/demo/explorer/page/responding_test.ts -- --measure`.

const isMeasured = Deno.args.includes("--measure");

/** Parts of the page that a move of the reader leaves as they are. */
const STILL = [
  "time",
  "account",
  "settings",
  "tracks",
  "claims",
  "digest",
  "percentiles",
  "sizing",
  "numbers",
  "forks",
];

browserTest("a scrub moves the hand and draws the ring, and nothing else", async (browser) => {
  await using opened = await browser.open({ hash: "#fan-out" });
  const reader = new Reader(opened);
  const { page } = reader;
  await page.$$eval("details", (all) => all.forEach((part) => part.open = part.id !== "sizing"));
  await reader.until(`document.querySelector("#numbers table") && document.querySelector("#moments li")`);
  const changed = await page.evaluate((still) => {
    const changes = new Map<string, number>();
    const figure = document.querySelector("#time svg");
    const observer = new MutationObserver(() => {});
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    const ring = () => document.querySelector("#ring svg")!.outerHTML;
    const slider = document.getElementById("step") as HTMLInputElement;
    const seen = new Set<string>();
    for (let column = 0; column < 50; column++) {
      slider.value = `${column}`;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      seen.add(ring());
    }
    for (const { target } of observer.takeRecords()) {
      const part = (target instanceof Element ? target : target.parentElement!).closest("[id]")?.id ?? "none";
      changes.set(part, (changes.get(part) ?? 0) + 1);
    }
    return {
      isSame: document.querySelector("#time svg") === figure,
      rings: seen.size,
      touched: still.filter((id) => changes.has(id)),
      ringDraws: changes.get("ring"),
      hand: changes.has("hand"),
    };
  }, STILL);
  assertEquals(changed, { isSame: true, rings: changed.rings, touched: [], ringDraws: 50, hand: true });
  assert(changed.rings > 40, "the ring is another at nearly every step");
});

browserTest("a change draws the run once", async (browser) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  for (const [field, value] of [["capacity", "32"], ["on-overrun", "stall"]]) {
    const draws = await reader.page.evaluate(
      (field, value) => {
        const observer = new MutationObserver(() => {});
        for (const id of ["time", "claims", "verdict", "digest"]) {
          observer.observe(document.getElementById(id)!, { childList: true });
        }
        const input = document.querySelector(`#fields [name="${field}"]`) as HTMLInputElement;
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
        return observer.takeRecords().map(({ target }) => (target as Element).id).sort();
      },
      field,
      value,
    );
    assertEquals(draws, ["claims", "digest", "time", "verdict"], field);
  }
});

/** What a page took, in milliseconds. */
interface Took {
  readonly min: number;
  readonly median: number;
  readonly p90: number;
}

const measure = isMeasured ? browserTest : (_: string, __: Parameters<typeof browserTest>[1]) => {};

measure("the time that a scrub and a change take, in the page", async (browser) => {
  const lines = ["milliseconds: min, median, 90th percentile"];
  await using opened = await browser.open({ width: 1440, height: 900 });
  const reader = new Reader(opened);
  for (const id of SCENARIO_IDS) {
    await reader.go(`#${id}`);
    const isBySteps = SCENARIOS.some((scenario) => scenario.id === id);
    const [scrub, change] = await reader.page.evaluate((changes) => {
      const summary = (times: number[]): Took => {
        times.sort((a, b) => a - b);
        return { min: times[0], median: times[times.length >> 1], p90: times[Math.floor(times.length * 0.9)] };
      };
      /** Each round includes style and layout, which reading a size asks for. */
      const rounds = (count: number, act: (round: number) => void) => {
        const times: number[] = [];
        for (let round = 0; round < count; round++) {
          const start = performance.now();
          act(round);
          document.body.getBoundingClientRect();
          times.push(performance.now() - start);
        }
        return summary(times);
      };
      const send = (input: HTMLInputElement, value: string) => {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      };
      const slider = document.getElementById("step") as HTMLInputElement;
      const columns = Number(slider.max) + 1;
      const scrub = rounds(60, (round) => send(slider, `${(round * 17) % columns}`));
      const capacity = document.querySelector("#fields [name=capacity]") as HTMLInputElement;
      const change = rounds(changes, (round) => send(capacity, round % 2 === 0 ? "128" : "32"));
      return [scrub, change];
    }, isBySteps ? 60 : 6);
    const say = ({ min, median, p90 }: Took) => [min, median, p90].map((ms) => ms.toFixed(1).padStart(7)).join("");
    lines.push(`${id.padEnd(18)} scrub ${say(scrub)}   change ${say(change)}${isBySteps ? "" : "   by times"}`);
  }
  console.log(lines.join("\n"));
});
