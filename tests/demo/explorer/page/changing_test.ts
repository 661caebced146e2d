/// <reference lib="dom" />
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { formatAddress, readAddress } from "../../../../demo/explorer/model/address.ts";
import type { ExplorerRun } from "../../../../demo/explorer/model/explorer_run.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { main } from "../../../../demo/main.ts";
import { recordedIo } from "../../terminal/_io.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

const FIRST = "#producer-heavy&on-overrun=skip-to-head";

/** The run of an address, from the modules that the page is made of. */
function runOf(hash: string): ExplorerRun {
  const { request, problems } = readAddress(hash);
  assertEquals(problems, [], hash);
  return runRequest(request);
}

/** The digest that the command line prints. */
function digestOf(...args: string[]): string {
  const io = recordedIo();
  main([...args, "--json"], io);
  return JSON.parse(io.stdout).digest;
}

/** Lines of the run as it was before its forks. */
const GHOSTS = `document.querySelectorAll("#time path.ghost[d]").length`;

browserTest("a reader forks a run, and compares it", async (browser, t) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  const { page } = reader;
  const ghosts = () => page.evaluate(GHOSTS);
  const fork = async (kind: string, value: string) => {
    await page.select("#fork-kind", kind);
    await page.$eval("#fork-value", (field, value) => (field as HTMLInputElement).value = value, value);
    await reader.act("#fork button");
  };
  const isPressed = (id: string) => page.$eval(`#${id}`, (button) => button.ariaPressed === "true");
  const hasGhostInKey = () => page.$eval("#time", (figure) => figure.textContent.includes("before the change"));

  await t.step("a fork of each kind goes another way, and the run before stays as a ghost", async () => {
    const before = await reader.seen();
    const key = await hasGhostInKey();
    assertEquals([await ghosts(), key], [0, false]);
    for (
      const [kind, value] of [["ingest", "20"], ["ingest", "0"], ["polls", "0"], ["pause", "7"], ["outage", "9"]]
    ) {
      await reader.set("#step", "20");
      await fork(kind, value);
      const text = `20:${kind}=${value}`;
      const hash = `${FIRST}&fork=${text}`;
      assertEquals(await reader.text("digest"), runOf(hash).digest, text);
      assertEquals(await page.$$eval("#forks li", (all) => all.map((item) => item.firstChild!.textContent)), [text]);
      assert(Number(await ghosts()) > 0 && await hasGhostInKey(), `the ghost of ${text}`);
      await reader.expectColumn(20, "the reader stays");
      assertEquals(await reader.hash(), `${hash}&step=20`);
      assertNotEquals((await reader.seen()).time, before.time);
      await reader.act("#forks button");
      await reader.press("End");
      assertEquals(await reader.seen(), before, "undone");
    }
  });

  await t.step("forks add up, and each is undone alone", async () => {
    const all = ["10:outage=5", "30:pause=3", "40:ingest=2"];
    const digest = (forks: string[]) => runOf(FIRST + forks.map((fork) => `&fork=${fork}`).join("")).digest;
    for (const text of all) {
      const [at, kind, value] = text.split(/[:=]/);
      await reader.set("#step", at);
      await fork(kind, value);
    }
    assertEquals(await reader.text("digest"), digest(all));
    assertMatch(await reader.text("command"), /^deno task simulate /);
    await reader.act("#forks li:nth-child(2) button");
    assertEquals(await reader.text("digest"), digest([all[0], all[2]]));
    for (let n = 0; n < 2; n++) await reader.act("#forks li:nth-child(1) button");
    assertEquals(await reader.text("digest"), digest([]));
  });

  await t.step("a fork that cannot be says the rule, and changes nothing", async () => {
    await reader.set("#step", "12");
    const before = await reader.seen();
    const values = ["", "x", "1.5", "-1", "1e-9", "0x", "99999999999999999999999", "Infinity"];
    for (const [kind, more] of [["pause", ["0"]], ["outage", ["0"]], ["ingest", []], ["polls", []]] as const) {
      for (const value of [...values, ...more]) {
        await fork(kind, value);
        assertMatch(await reader.text("fork-refusal"), /^fork must .+, got /, `${kind}: ${value}`);
        assertEquals(await reader.seen(), before, `${kind}: ${value}`);
      }
    }
    await fork("ingest", "2000000");
    assertMatch(await reader.text("fork-refusal"), /^a page takes at most 2000000 events .* in a terminal$/);
    assertEquals(await reader.seen(), before);
    await fork("ingest", "0");
    assertEquals(await reader.text("fork-refusal"), "");
    await reader.act("#forks button");
    await reader.press("End");
  });

  await t.step("the three policies are compared on one axis", async () => {
    await reader.act("#policies");
    assertEquals(await isPressed("policies"), true);
    assertEquals(await reader.hash(), `${FIRST}&compare=policies`);
    const sentence = await reader.text("time-sentence");
    const figure = await page.$eval("#time", (figure) => figure.textContent);
    for (const policy of ["stall", "skip-to-head", "skip-to-oldest"]) {
      const { views: [{ account: { lost } }] } = runOf(`#producer-heavy&on-overrun=${policy}`);
      assertMatch(sentence, new RegExp(`\\b${policy}: [^:]*\\b${lost} of 400 events lost`));
      assert(figure.includes(policy), policy);
    }
    // The run that is looked at stays the same one.
    assertEquals(await reader.text("digest"), digestOf("producer-heavy", "--on-overrun", "skip-to-head"));
    await reader.act("#policies");
    assertEquals(await isPressed("policies"), false);
    assert(!(await reader.text("time-sentence")).includes("skip-to-oldest"));
  });

  await t.step("a run that is kept is compared with the next", async () => {
    await reader.act("#keep");
    assertEquals(await isPressed("keep"), true);
    await reader.set("#fields [name=capacity]", "128");
    const { request } = readAddress("#producer-heavy&capacity=128&on-overrun=skip-to-head");
    assertEquals(await reader.hash(), formatAddress({ ...request, compare: readAddress(FIRST).request }));
    const sentence = await reader.text("time-sentence");
    assertMatch(sentence, /this run: .* a ring of 128.* kept: .* a ring of 64/);
    await reader.act("#policies");
    assertEquals([await isPressed("keep"), await isPressed("policies")], [false, true]);
    await reader.act("#keep");
    assertEquals([await isPressed("keep"), await isPressed("policies")], [true, false]);
    await reader.act("#keep");
    assertEquals(await isPressed("keep"), false);
  });

  await t.step("a consumer, or a run, is picked", async () => {
    for (const [scenario, label] of [["fan-out", "Consumer"], ["overrun-recovery", "Run"]]) {
      await page.select("#scenario", scenario);
      const { views } = runOf(`#${scenario}`);
      assertEquals(await page.$eval("#tracks", (pick) => pick.ariaLabel), label);
      for (const [n, { name, account: { lost }, observedText }] of views.entries()) {
        await reader.act(`#tracks button:nth-child(${n + 1})`);
        assertEquals(
          await page.$$eval("#tracks [aria-pressed=true]", (all) => all.map(({ textContent }) => textContent)),
          [name + (lost === 0 ? "" : ` ${lost} lost`)],
        );
        assertEquals([await reader.text("lost"), await reader.text("observed")], [`${lost}`, observedText], name);
        assert((await reader.text("verdict")).includes(name), name);
        assertEquals(await reader.hash(), n === 0 ? `#${scenario}` : `#${scenario}&consumer=${n}`);
      }
    }
    await page.select("#scenario", "balanced");
    assertEquals(await page.$eval("#tracks", (pick) => pick.checkVisibility()), false, "one has nothing to pick");
  });
});

browserTest("every setting is an input, and a value that is refused keeps the run", async (browser, t) => {
  await using opened = await browser.open({ hash: "#producer-heavy" });
  const reader = new Reader(opened);
  const { page } = reader;
  const field = (name: string) => `#fields [name="${name}"]`;
  const names = () => page.$$eval("#fields [name]", (all) => all.map((input) => (input as HTMLInputElement).name));

  const good: Record<string, string> = {
    capacity: "16",
    ingest: "9",
    polls: "4",
    warmup: "5",
    steps: "40",
    "on-overrun": "skip-to-oldest",
    seed: "7",
    inject: "5:activate,9:deactivate",
  };
  const bad: Record<string, string> = {
    capacity: "63",
    ingest: "-1",
    polls: "many",
    warmup: "1.5",
    steps: "0",
    seed: "-1",
    inject: "5:explode",
  };

  await t.step("each of them changes the run as the option of the command line does", async () => {
    assertEquals(await names(), Object.keys(good));
    const args: string[] = [];
    for (const [name, value] of Object.entries(good)) {
      if (name === "on-overrun") await page.select(field(name), value);
      else await reader.set(field(name), value);
      args.push(...value.split(",").flatMap((value) => [`--${name}`, value]));
      assertEquals(await reader.text("digest"), digestOf("producer-heavy", ...args), name);
      assertEquals(await reader.text("command"), ["deno task demo producer-heavy", ...args].join(" "));
    }
    assertEquals(
      await reader.hash(),
      `#producer-heavy&${Object.entries(good).map((part) => part.join("=")).join("&")}`,
    );
  });

  await t.step("a value that is refused marks its input, says the rule, and keeps the run", async () => {
    const before = { ...await reader.seen(), settings: [] };
    for (const [name, value] of [...Object.entries(bad), ...Object.keys(bad).map((name) => [name, "<img src=x>"])]) {
      await reader.set(field(name), value);
      const refusal = await reader.text("refusal");
      assertMatch(refusal, new RegExp(`^${name} must be .+, got .*${value}|^${name} .*${value}`), name);
      assertEquals(
        await page.$$eval("#fields [aria-invalid=true]", (all) => all.map((input) => (input as HTMLInputElement).name)),
        [name],
      );
      assertEquals({ ...await reader.seen(), settings: [] }, before, `${name} ${value}`);
      await reader.set(field(name), good[name]);
      assertEquals(await reader.text("refusal"), "");
      assertEquals(await page.$$eval("#fields [aria-invalid=true]", (all) => all.length), 0);
      assertEquals({ ...await reader.seen(), settings: [] }, before, `${name} as before`);
    }
  });

  await t.step("it can be typed, a character at a time", async () => {
    await page.focus(field("capacity"));
    await page.keyboard.press("End");
    for (let n = 0; n < 2; n++) await page.keyboard.press("Backspace");
    assertMatch(await reader.text("refusal"), /^capacity /);
    await page.keyboard.type("256");
    assertEquals(await page.$eval(field("capacity"), (input) => (input as HTMLInputElement).value), "256");
    assertEquals(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), "capacity");
    assertMatch(await reader.hash(), /^#producer-heavy&capacity=256&/);
    await page.keyboard.press("Enter");
    assertMatch(await reader.hash(), /^#producer-heavy&capacity=256&/, "nothing is sent");
  });

  await t.step("a run that is too large says the bound and the command, and the page lives on", async () => {
    const before = { ...await reader.seen(), settings: [] };
    for (const [name, value] of [["ingest", "1000000"], ["steps", "1000000"], ["polls", "1000000"]]) {
      await reader.set(field(name), value);
      assertMatch(
        await reader.text("refusal"),
        /^a page takes at most \d+ .+, got \d+: run deno task demo .* in a terminal$/,
      );
      assertEquals({ ...await reader.seen(), settings: [] }, before, name);
      await reader.set(field(name), good[name]);
    }
    assertEquals({ ...await reader.seen(), settings: [] }, before);
  });

  await t.step("a scenario of a load has its own", async () => {
    await page.select("#scenario", "itch-burst");
    assertEquals(await names(), ["capacity", "seed"]);
    await reader.set(field("capacity"), "256");
    await reader.set(field("seed"), "3");
    const hash = "#itch-burst&capacity=256&seed=3";
    assertEquals(await reader.hash(), hash);
    assertEquals(await reader.text("digest"), runOf(hash).digest);
    await page.focus(field("seed"));
    await page.keyboard.press("Enter");
    assertEquals(
      await page.$$eval(
        "#fork-kind option:disabled",
        (all) => all.map((option) => (option as HTMLOptionElement).value),
      ),
      ["ingest", "polls"],
    );
  });
});

browserTest("what is folded is drawn when it is opened, and again with the run", async (browser, t) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  const { page } = reader;
  const open = (id: string, isOpen = true) =>
    page.$eval(`#${id}`, (part, isOpen) => void ((part as HTMLDetailsElement).open = isOpen), isOpen);

  await t.step("percentiles, of every run that is compared", async () => {
    assertEquals(await page.$("#percentiles svg"), null);
    await open("percentiles");
    await reader.until(`document.querySelector("#percentiles svg.fig") !== null`);
    const before = await page.$eval("#percentiles figcaption", ({ textContent }) => textContent);
    assert(before.length > 20, before);
    await reader.act("#policies");
    const after = await page.$eval("#percentiles", ({ textContent }) => textContent);
    for (const policy of ["stall", "skip-to-head", "skip-to-oldest"]) assert(after.includes(policy), policy);
    await reader.act("#policies");
    assertEquals(await page.$eval("#percentiles figcaption", ({ textContent }) => textContent), before);
  });

  await t.step("numbers, a row for each step", async () => {
    await open("numbers");
    await reader.until(`document.querySelector("#numbers table") !== null`);
    const [view] = runOf(FIRST).views;
    assertEquals(await page.$$eval("#numbers tbody tr", (rows) => rows.length), view.count);
    const lost = await page.$$eval("#numbers tbody tr", (rows) => {
      const names = [...rows[0].closest("table")!.querySelectorAll("thead th")].map(({ textContent }) => textContent);
      const at = names.findIndex((name) => /lost/i.test(name));
      return rows.map((row) => Number(row.children[at].textContent));
    });
    assertEquals(lost, Array.from(view.lost));
  });

  await t.step("the size of a ring, a piece at a time, to its end, and for the run that is shown", async () => {
    await open("sizing");
    const done = `/\\d/.test(document.getElementById("sizing-sentence").textContent) &&
      !/simulated/.test(document.getElementById("sizing-sentence").textContent) &&
      document.querySelector("#sizing-figure svg") !== null`;
    await reader.until(done);
    const before = await reader.text("sizing-sentence");
    await reader.set("#fields [name=polls]", "7");
    await reader.until(done);
    assertNotEquals(await reader.text("sizing-sentence"), before);
    // Closed while it works, it stops; opened again, it ends.
    await reader.set("#fields [name=polls]", "3");
    await open("sizing", false);
    await open("sizing");
    await reader.until(done);
    assertEquals(await reader.text("sizing-sentence"), before);
  });
});
