/// <reference lib="dom" />
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { readAddress } from "../../../../demo/explorer/model/address.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { momentsOf } from "../../../../demo/explorer/model/step_moments.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

const RUN = runRequest(readAddress("").request);
const LAST = RUN.views[0].count - 1;
/** The step of the first overrun. */
const OVERRUN = 12;

/** What the page shows of its play button, as a reader and a screen reader have it. */
const PLAYING = `document.getElementById("play").ariaLabel + document.getElementById("play").ariaPressed`;

browserTest("a reader goes through a run by buttons, slider, pointer and keys", async (browser, t) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  const { page } = reader;
  const seen = () => reader.text("at");

  await t.step("it opens at the end, which is the finished run", async () => {
    await reader.expectColumn(LAST, "open");
    assertEquals(await seen(), `step ${LAST}`);
    assertEquals(await page.$eval("#hand .veil", (veil) => veil.getAttribute("d")), "");
    assertEquals(await reader.text("lost"), "204");
  });

  await t.step("buttons go a step back and on, and stop at both ends", async () => {
    await reader.click("#back");
    await reader.expectColumn(LAST - 1, "back");
    assertEquals(await seen(), `step ${LAST - 1}`);
    assertMatch(await reader.text("ring-sentence"), new RegExp(`^Step ${LAST - 1}:`));
    assert(await page.$eval("#hand .veil", (veil) => veil.getBoundingClientRect().width > 0));
    assertEquals(await reader.hash(), `#producer-heavy&on-overrun=skip-to-head&step=${LAST - 1}`);
    for (let n = 0; n < 3; n++) await reader.click("#forth");
    await reader.expectColumn(LAST, "on, beyond the end");
    assertEquals(await reader.hash(), "#producer-heavy&on-overrun=skip-to-head", "the end has no step");
  });

  await t.step("keys go a step, ten, to both ends, with no click before", async () => {
    const keys = [
      ["ArrowLeft", LAST - 1],
      ["ArrowDown", LAST - 2],
      ["ArrowRight", LAST - 1],
      ["ArrowUp", LAST],
      ["Shift+ArrowLeft", LAST - 10],
      ["Shift+ArrowDown", LAST - 20],
      ["Shift+ArrowRight", LAST - 10],
      ["Shift+ArrowUp", LAST],
      ["Home", 0],
      ["ArrowLeft", 0],
      ["Shift+ArrowRight", 10],
      ["End", LAST],
      ["ArrowRight", LAST],
    ] as const;
    await reader.blur();
    for (const [key, column] of keys) {
      await reader.press(key);
      await reader.expectColumn(column, key);
    }
    await page.focus("#step");
    await reader.press("Home");
    for (const [key, column] of [["ArrowRight", 1], ["Shift+ArrowRight", 11], ["ArrowLeft", 10]] as const) {
      await reader.press(key);
      await reader.expectColumn(column, `${key} on the slider`);
    }
  });

  await t.step("the slider scrubs", async () => {
    for (const column of [OVERRUN - 1, OVERRUN]) {
      await reader.set("#step", `${column}`);
      assertEquals(await seen(), `step ${column}`);
      assertEquals(await reader.text("lost"), column < OVERRUN ? "0" : "68");
      assertEquals(
        await page.$eval("#step", (slider) => slider.getAttribute("aria-valuetext")),
        `step ${column}`,
      );
    }
  });

  await t.step("a key and a button go to the next overrun, and from the last to the first", async () => {
    await reader.press("Home");
    for (const column of [12, 25, 38, 12]) {
      await reader.press("o");
      await reader.expectColumn(column, "o");
    }
    await reader.click("#overrun");
    await reader.expectColumn(25, "overrun");
    await reader.press("End");
  });

  await t.step("a pointer on the figure scrubs, and only while it is held", async () => {
    const figure = await page.$("#time-part");
    await figure!.scrollIntoView();
    /** Where a column is on the screen, by the hand when it is there. */
    const place = async (column: number) => {
      await reader.set("#step", `${column}`);
      return await page.$eval("#hand .veil + path", (line) => {
        const { left, top, height } = line.getBoundingClientRect();
        return { x: left, y: top + height / 2 };
      });
    };
    const [from, to] = [await place(7), await place(31)];
    await reader.press("End");
    await page.mouse.move(from.x, from.y);
    await reader.expectColumn(LAST, "moving without a button");
    await page.mouse.down();
    await reader.expectColumn(7, "pressing");
    await page.mouse.move((from.x + to.x) / 2, from.y);
    await reader.expectColumn(19, "dragging to the middle");
    await page.mouse.move(to.x, to.y + 400);
    await reader.expectColumn(31, "dragging, below the figure");
    await page.mouse.up();
    await page.mouse.move(from.x, from.y);
    await reader.expectColumn(31, "after letting go");
    await page.mouse.down();
    await page.mouse.move(1, from.y);
    await page.mouse.up();
    await reader.expectColumn(0, "beyond the left edge");
  });

  await t.step("an event at a time, on and back, over the border of steps", async () => {
    const moments = momentsOf(RUN, 0, OVERRUN);
    assertEquals(moments.map(({ kind }) => kind).filter((kind) => kind === "resumed").length, 1);
    await page.$eval("#inside", (part) => (part as HTMLDetailsElement).open = true);
    await reader.set("#step", `${OVERRUN - 1}`);
    const current = () => page.$eval("#moments [aria-current]", ({ textContent }) => textContent);
    const ring = await page.$eval("#ring", ({ innerHTML }) => innerHTML);
    for (const { kind, sequence, head, cursor } of moments) {
      await reader.click("#event");
      await reader.expectColumn(OVERRUN, "an event on");
      assertEquals(await reader.text("lag"), `${head - cursor}`);
      const said = await current();
      if (kind === "published") assertMatch(said, new RegExp(`^publish ${sequence}\\b`));
      if (kind === "resumed") assertEquals(said, `overrun, 64 lost, resume at ${sequence}`);
      assertEquals(await reader.text("ring-sentence"), `step ${OVERRUN}, ${said}`);
      assertNotEquals(await page.$eval("#ring", ({ innerHTML }) => innerHTML), ring);
    }
    assertEquals(await page.$$eval("#moments li", (all) => all.length), moments.length);
    await reader.press(".");
    await reader.expectColumn(OVERRUN + 1, "an event beyond the last of the step");
    assertMatch(await current(), /^publish/);
    await reader.press(",");
    await reader.expectColumn(OVERRUN, "an event back");
    assertEquals(
      await reader.text("ring-sentence"),
      await page.$eval("#ring svg", (svg) => svg.ariaLabel ?? svg.querySelector("title")!.textContent),
    );
    await page.$eval("#moments li", (first) => (first as HTMLElement).click());
    assertMatch(await current(), new RegExp(`^publish ${moments[0].sequence}`));
  });

  await t.step("play goes on as fast as it is asked to, and pauses where it is", async () => {
    await reader.blur();
    await reader.press("Home");
    // Time is ours: what a browser calls at its next frame is called with a time of our own.
    await page.evaluate(() => {
      const own = { frames: [] as FrameRequestCallback[], before: [requestAnimationFrame, cancelAnimationFrame] };
      Object.assign(globalThis, {
        own,
        requestAnimationFrame: (frame: FrameRequestCallback) => own.frames.push(frame),
        cancelAnimationFrame: () => own.frames.length = 0,
        frame: (ms: number) => {
          for (const frame of own.frames.splice(0)) frame(ms);
          return Number(document.querySelector<HTMLInputElement>("#step")!.value);
        },
      });
    });
    const frame = (ms: number) => page.evaluate(`frame(${ms})`);
    const state = () => page.evaluate(PLAYING);
    for (const [speed, perSecond] of [["2", 2], ["10", 10], ["60", 60], ["0", (LAST + 1) / 5]] as const) {
      await reader.set("#step", "0");
      await reader.set("#speed", speed);
      assertEquals(await state(), "Playfalse");
      await page.evaluate(`document.getElementById("play").click()`);
      assertEquals(await state(), "Pausetrue", speed);
      assertEquals(await frame(5000), 0, "the first frame begins");
      assertEquals(await frame(5000 + 3000 / perSecond - 1), 2, speed);
      assertEquals(await frame(5000 + 3000 / perSecond + 1), 3, speed);
      await reader.press("Space");
      assertEquals(await state(), "Playfalse", speed);
      assertEquals(await frame(9000), 3, "paused");
    }
    // A speed that is changed while it plays goes on from where it is.
    await reader.press("Space");
    await frame(0);
    assertEquals(await frame(1001), 13);
    await reader.set("#speed", "2");
    assertEquals(await state(), "Pausetrue");
    await frame(2000);
    assertEquals(await frame(3001), 15);
    // Moving by hand ends it.
    await reader.press("ArrowRight");
    assertEquals(await state(), "Playfalse");
    // At the end it ends, and from there it begins again.
    await reader.press("Space");
    await frame(0);
    assertEquals(await frame(1e6), LAST);
    assertEquals(await state(), "Playfalse");
    await reader.press("Space");
    assertEquals(await reader.column(), 0);
    await reader.press("Space");
    await page.evaluate(`[requestAnimationFrame, cancelAnimationFrame] = own.before`);
    await reader.press("End");
  });

  await t.step("it plays by the browser's own frames", async () => {
    await reader.set("#speed", "60");
    await reader.click("#play");
    await reader.until(`document.getElementById("step").value === "${LAST}" && ${PLAYING} === "Playfalse"`);
  });
});

browserTest("every key of the list does what it says, and stays out of what is being typed", async (browser, t) => {
  await using opened = await browser.open({ hash: "#fan-out&capacity=32" });
  const reader = new Reader(opened);
  const { page } = reader;
  const isOpen = (id: string) => page.$eval(`#${id}`, (dialog) => (dialog as HTMLDialogElement).open);
  const isPressed = (id: string) => page.$eval(`#${id}`, (button) => button.ariaPressed === "true");
  const focused = () => page.evaluate(() => document.activeElement!.id || document.activeElement!.tagName);

  await t.step("? lists the keys, each of which is tried below", async () => {
    await reader.press("?");
    assert(await isOpen("keys"));
    assertEquals(
      await page.$$eval("#key-list kbd", (all) => all.map(({ textContent }) => textContent)),
      ["←", "→", "Home", "End", "Space", ".", ",", "o", "f", "c", "k", "s", "?"],
    );
    assertEquals(await page.$$eval("#key-list dd", (all) => all.every(({ textContent }) => textContent !== "")), true);
    const before = await reader.seen();
    for (const key of ["ArrowLeft", "Home", "c", "s"]) await reader.press(key);
    assertEquals(await reader.seen(), before, "keys are the dialog's while it is open");
    await reader.press("Escape");
    assertEquals(await isOpen("keys"), false);
  });

  /** What each key changes: tells whether it has. It is left as it was found. */
  const tries: readonly [key: string, act: (press: () => Promise<void>) => Promise<boolean>][] = [
    ...["ArrowLeft", "Home", "End", ",", "."].map((key): typeof tries[number] => [key, async (press) => {
      await reader.set("#step", key === "End" ? "3" : "30");
      const before = await reader.seen();
      await press();
      const after = await reader.seen();
      return before.ring !== after.ring;
    }]),
    ["Space", async (press) => {
      await reader.set("#step", "3");
      await press();
      const isPlaying = await isPressed("play");
      if (isPlaying) await page.evaluate(`document.getElementById("play").click()`);
      return isPlaying;
    }],
    ["f", async (press) => {
      await press();
      return await focused() === "fork-kind";
    }],
    ...[["c", "policies"], ["k", "keep"]].map(([key, id]): typeof tries[number] => [key, async (press) => {
      await press();
      const did = await isPressed(id);
      if (did) await page.evaluate(`document.getElementById("${id}").click()`);
      return did;
    }]),
    ...[["s", "system"], ["?", "keys"]].map(([key, id]): typeof tries[number] => [key, async (press) => {
      await press();
      const did = await isOpen(id);
      if (did) await reader.press("Escape");
      return did;
    }]),
  ];

  await t.step("with no focus, on a button, on the slider and on an open part they work", async () => {
    for (const place of [undefined, "#back", "#step", "#evidence summary", "#numbers .scroll"]) {
      for (const [key, act] of tries) {
        await reader.blur();
        if (place !== undefined) await page.$eval(place, (element) => (element as HTMLElement).focus());
        // A button and a summary have the space bar for themselves.
        if (key === "Space" && (place === "#back" || place === "#evidence summary")) continue;
        assert(await act(() => reader.press(key)), `${key} with the focus on ${place ?? "nothing"}`);
      }
    }
  });

  await t.step("in inputs and selects they are the reader's own", async () => {
    for (const place of ["#fields [name=inject]", "#fork-value", "#speed", "#fork-kind", "#scenario"]) {
      for (const [key, act] of tries) {
        const before = await page.$eval(place, (element) => (element as HTMLInputElement).value);
        const did = await act(async () => {
          await page.focus(place);
          // They open a list, or choose from it.
          if (/fork-kind|speed|scenario/.test(place) && /^(Arrow|Home|End|Space)/.test(key)) return;
          await reader.press(key);
        });
        assertEquals(did && !(key === "f" && place === "#fork-kind"), false, `${key} in ${place}`);
        await reader.set(place, before);
      }
    }
  });

  await t.step("with Control, Alt or Meta they are the browser's", async () => {
    await reader.blur();
    await reader.set("#step", "30");
    for (const modifier of ["Control", "Alt"] as const) {
      await page.keyboard.down(modifier);
      await page.keyboard.press("k");
      await page.keyboard.press(".");
      await page.keyboard.up(modifier);
    }
    assertEquals([await isPressed("keep"), await reader.text("ring-sentence")].join().includes("true"), false);
    await reader.expectColumn(30, "with Control and Alt");
  });
});
