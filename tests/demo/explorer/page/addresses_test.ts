/// <reference lib="dom" />
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { ADDRESS_MAX } from "../../../../demo/explorer/model/address.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

const FIRST = "#producer-heavy&on-overrun=skip-to-head";

const SYSTEM = {
  ring: { capacity: 64 },
  feed: { model: "poisson", rate: "300k/s" },
  consumers: [
    { name: "execution", service: "2us", onOverrun: "skip-to-head" },
    { name: "risk & “more” 100 %", service: { perEvent: { mean: "4us" }, maxBatch: 8 }, onOverrun: "skip-to-oldest" },
  ],
  duration: "4ms",
};

/** Addresses of everything that one can have in it. */
const ADDRESSES = [
  "#balanced",
  "#producer-heavy&capacity=16&ingest=5&polls=2&steps=60&on-overrun=stall&seed=3&step=17",
  "#failure-recovery&inject=5:activate,9:deactivate&step=6",
  "#fan-out&consumer=2&step=11",
  "#overrun-recovery&consumer=1&compare=policies&step=0",
  `${FIRST}&fork=10:ingest=20&fork=14:pause=4&fork=20:outage=9&step=15`,
  "#burst&against=burst%26capacity=128%26on-overrun=stall&step=30",
  "#itch-burst&capacity=512&seed=4&consumer=1&step=100",
  `#system&specification=${encodeURIComponent(JSON.stringify(SYSTEM))}&seed=9&consumer=1&step=40`,
];

browserTest("an address shows the same to everyone, and follows what is shown", async (browser, t) => {
  await using opened = await browser.open({ hash: ADDRESSES[0] });
  const reader = new Reader(opened);

  await t.step("what an address shows is what a page shows that has gone there by hand", async () => {
    for (const hash of ADDRESSES) {
      await reader.go(hash);
      assertEquals(await reader.problems(), [], hash);
      const seen = await reader.seen();
      const followed = await reader.hash();
      await using fresh = await browser.open({ hash: followed });
      const other = new Reader(fresh);
      assertEquals(await other.seen(), seen, hash);
      assertEquals(await other.hash(), followed, "an address that is read is written again as it was");
    }
  });

  await t.step("what has been done by hand is at its address", async () => {
    await reader.go(FIRST);
    await reader.set("#fields [name=capacity]", "32");
    await reader.set("#step", "9");
    await reader.page.select("#fork-kind", "outage");
    await reader.set("#fork-value", "6");
    await reader.act("#fork button");
    await reader.act("#policies");
    await reader.set("#step", "13");
    const hash = await reader.hash();
    assertEquals(hash, "#producer-heavy&capacity=32&on-overrun=skip-to-head&fork=9:outage=6&compare=policies&step=13");
    await using fresh = await browser.open({ hash });
    assertEquals(await new Reader(fresh).seen(), await reader.seen());
  });

  await t.step("an address that is changed by hand is shown, and so is the one before", async () => {
    await reader.go("#balanced&step=3");
    assertMatch(await reader.text("command"), /demo balanced$/);
    await reader.expectColumn(3, "the step of the address");
    assertEquals(await reader.page.title(), "balanced: as the law said");
    await reader.page.goBack();
    await reader.until(`/demo producer-heavy/.test(document.getElementById("command").textContent) ||
      document.getElementById("forks").children.length === 1`);
    await reader.go("#");
    assertEquals(await reader.text("command"), "deno task demo producer-heavy --on-overrun skip-to-head");
  });

  await t.step(
    "an address does not change while a run plays faster than browsers permit, and is right after it",
    async () => {
      await reader.go(`${FIRST}&step=0`);
      const writes = await reader.page.evaluate(() => {
        let count = 0;
        const replace = history.replaceState.bind(history);
        history.replaceState = (...state) => (count++, replace(...state));
        const slider = document.getElementById("step") as HTMLInputElement;
        for (let n = 0; n < 400; n++) {
          slider.value = `${n % 50}`;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return new Promise<number>((resolve) => setTimeout(() => resolve(count), 400));
      });
      assert(writes >= 1 && writes <= 20, `${writes} writes for 400 moves`);
      assertEquals(await reader.hash(), `${FIRST}`);
    },
  );
});

browserTest("an address that cannot be says so, falls back to defaults, and the page lives on", async (browser, t) => {
  await using opened = await browser.open({ hash: "#balanced&capacity=3&what=1" });
  const reader = new Reader(opened);

  await t.step("at once, when the page is opened", async () => {
    const problems = await reader.problems();
    assertEquals(problems.length, 2);
    assertMatch(problems[0], /^capacity must be .+, got 3; its default is taken$|unknown option/);
    assertEquals(await reader.hash(), "#balanced");
  });

  for (
    const [hash, problem, shown] of [
      ["#balance", /unknown scenario balance.*did you mean balanced\?/, FIRST.replace(/&.*/, "")],
      ["#balanced&capacty=8", /^unknown option capacty: did you mean capacity\?/, "#balanced"],
      ["#balanced&ingest=-1", /^ingest must be .+, got "-1"; its default is taken$/, "#balanced"],
      ["#balanced&steps=99999999999", /^steps must be .+, got "99999999999"; its default is taken$/, "#balanced"],
      ["#balanced&step=50", /^step must be an integer from 0 to 49, got 50; the end is shown$/, "#balanced"],
      ["#quiet-session&step=99999", /^step must be .+, got 99999; the end is shown$/, "#quiet-session"],
      ["#balanced&consumer=4", /^consumer must be .+, got 4; the first is shown$/, "#balanced"],
      ["#balanced&compare=all", /^compare must be policies, got all; nothing is compared$/, "#balanced"],
      ["#balanced&against=nothing", /^against: unknown scenario nothing/, undefined],
      ["#balanced&fork=5:stop=1", /^fork must be AT:KIND=VALUE/, "#balanced"],
      ["#balanced&fork=5:pause=0", /^fork must .+, got 5:pause=0; it is left out$/, "#balanced"],
      ["#balanced&capacity=%", /percent-encoded/, "#balanced"],
      ["#balanced&capacity=8&capacity=16", /^capacity is given 2 times/, "#balanced"],
      ["#<img src=x onerror=alert(1)>", /unknown scenario/, FIRST.replace(/&.*/, "")],
      ["#balanced&inject=<script>alert(1)</script>", /^inject must be .*<script>/, "#balanced"],
      ["#system", /^system needs a value: specification=JSON/, FIRST.replace(/&.*/, "")],
      ["#system&specification={", /.+; the first scenario is shown$/, FIRST],
      ["#system&specification=%7B%22ring%22:%7B%22size%22:1%7D%7D", /ring.*; the first scenario is shown$/, FIRST],
      ["#balanced&ingest=1000000", /^a page takes at most \d+ .* in a terminal; the first scenario is shown$/, FIRST],
      ["#balanced&capacity=67108864", /^a page takes at most \d+ words .*; the first scenario is shown$/, FIRST],
      [`#balanced&inject=${"1".repeat(ADDRESS_MAX)}`, /at most 65536 characters/, FIRST.replace(/&.*/, "")],
      [`#balanced${"&x=1".repeat(100)}`, /at most 64 values, got 100/, "#balanced"],
    ] as const
  ) {
    await t.step(hash.slice(0, 60), async () => {
      await reader.go("#burst&step=2");
      assertEquals(await reader.problems(), [], "what has been said is taken back");
      const before = await reader.seen();
      await reader.go(hash);
      const problems = await reader.problems();
      assert(problems.some((line) => problem.test(line)), problems.join("\n"));
      assert(problems.every((line) => !line.includes("\n") && line.length < 1000));
      assertNotEquals(await reader.seen(), before);
      if (shown !== undefined) assertEquals((await reader.hash()).replace(/&step=.*/, ""), shown);
      assertEquals(await reader.page.$$eval("#problems :not(li)", (all) => all.length), 0, "text, no markup");
      // It goes on from there as ever.
      await reader.blur();
      await reader.press("Home");
      await reader.expectColumn(0, hash);
    });
  }
});
