/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "@std/assert";
import { main } from "../../../../demo/main.ts";
import { simulate } from "../../simulate/_world.ts";
import { recordedIo } from "../../terminal/_io.ts";
import { browserTest } from "../_browser.ts";
import { Reader } from "./_reader.ts";

const NAME = `<img src=x onerror=document.title="no"><script>a()</script>`;

const SYSTEM = {
  ring: { capacity: 64 },
  feed: { model: "poisson", rate: "300k/s" },
  consumers: [{ name: "execution", service: "4us", onOverrun: "skip-to-head" }],
  duration: "4ms",
  seed: 5,
};

/** What `simulate --json` prints for a specification. */
async function simulated(text: string, path = "system.json", files: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr } = await simulate([path, "--json"], { inputs: { [path]: text, ...files } });
  assertEquals(stderr, "");
  return stdout;
}

const digestOf = async (text: string) => JSON.parse(await simulated(text)).digest;

/** A file, as a reader has one. */
interface OwnFile {
  readonly name: string;
  /** Its content; or how many bytes of it there are. */
  readonly content: string | readonly number[] | number;
}

const CSV = "time_us,bytes\n0,10\n2.5,20\n3,30\n100,40\n100.5,10\n";

browserTest("a reader gives the page a system of their own", async (browser, t) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  const { page } = reader;
  const isOpen = () => page.$eval("#system", (dialog) => (dialog as HTMLDialogElement).open);
  const paste = async (text: string) => {
    if (!await isOpen()) await reader.act("#open-system");
    await page.$eval("#system-text", (area, text) => (area as HTMLTextAreaElement).value = text, text);
    await reader.act("#system-run");
  };
  /** Gives files to the page, by the input or by dropping them; and waits until it has read them. */
  const give = async (how: "choose" | "drop", ...files: OwnFile[]) => {
    await page.evaluate(
      (how, files) => {
        const transfer = new DataTransfer();
        for (const { name, content } of files) {
          const bytes = typeof content === "number" ? new Uint8Array(content) : content;
          transfer.items.add(new File([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], name));
        }
        document.getElementById("system-problem")!.textContent = "not yet";
        if (how === "drop") {
          document.body.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true }));
          if (!document.body.classList.contains("dropping")) throw new Error("it does not show that one may drop");
          const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
          document.querySelector("main")!.dispatchEvent(event);
          if (!event.defaultPrevented) throw new Error("the browser would open the file");
          if (document.body.classList.contains("dropping")) throw new Error("it still shows that one may drop");
          return;
        }
        const input = document.getElementById("system-file") as HTMLInputElement;
        input.files = transfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      },
      how,
      files as { name: string; content: string | number[] | number }[],
    );
    await reader.until(`!document.getElementById("system").open ||
      !["", "not yet"].includes(document.getElementById("system-problem").textContent)`);
  };
  const problem = () => reader.text("system-problem");

  await t.step("the dialog has the system that is shown, which can be run as it is", async () => {
    await reader.act("#open-system");
    const text = await page.$eval("#system-text", (area) => (area as HTMLTextAreaElement).value);
    assertEquals(JSON.parse(text).ring.capacity, 64);
    const lost = await reader.text("lost");
    await reader.act("#system-run");
    assertEquals([await isOpen(), await problem()], [false, ""]);
    assertEquals(await page.$eval("#scenario", (select) => (select as HTMLSelectElement).value), "system");
    assertEquals(await reader.text("lost"), lost, "the same system");
  });

  await t.step("a specification that is pasted is shown, with the digest of the simulator", async () => {
    const text = JSON.stringify(SYSTEM, null, 2);
    await paste(text);
    assertEquals([await isOpen(), await problem()], [false, ""]);
    assertEquals(await reader.text("digest"), await digestOf(text));
    assertMatch(await reader.hash(), /^#system&specification=/);
    await reader.set("#fields [name=capacity]", "256");
    assertEquals(await reader.text("digest"), await digestOf(JSON.stringify({ ...SYSTEM, ring: { capacity: 256 } })));
  });

  await t.step("what cannot be is said in a line, and the run stays", async () => {
    const before = await reader.seen();
    for (
      const [text, rule] of [
        ["{", /JSON/],
        ["", /JSON/],
        ["[]", /object/],
        [JSON.stringify({ ...SYSTEM, ring: { capasity: 64 } }), /ring.*capasity.*capacity/],
        [JSON.stringify({ ...SYSTEM, ring: { capacity: 63 } }), /ring\.capacity must be .*, got 63/],
        [JSON.stringify({ ...SYSTEM, [NAME]: 1 }), /<img src=x/],
        [JSON.stringify({ ...SYSTEM, feed: { model: "recorded", file: NAME } }), /<img src=x.*/],
        [JSON.stringify({ ...SYSTEM, duration: "1h" }), /./],
        [
          JSON.stringify({ ...SYSTEM, feed: { model: "poisson", rate: "100M/s" }, duration: "1s" }),
          /a page takes at most \d+/,
        ],
      ] as const
    ) {
      await paste(text);
      assertEquals(await isOpen(), true, text);
      const said = await problem();
      assertMatch(said, rule);
      assert(!said.includes("\n"));
      assertEquals(await page.$eval("#system-problem", (place) => place.childElementCount), 0, "text, no markup");
      assertEquals(await reader.seen(), before, text);
    }
    await reader.press("Escape");
    assertEquals(await isOpen(), false);
  });

  await t.step("a name that is markup is shown as it is written, and does nothing", async () => {
    const other = { name: `"><svg onload=alert(1)>'`, polls: undefined, service: "1us", onOverrun: "stall" };
    await paste(JSON.stringify({ ...SYSTEM, consumers: [{ ...SYSTEM.consumers[0], name: NAME }, other] }));
    assertEquals(await problem(), "");
    for (const id of ["percentiles", "numbers", "sizing"]) {
      await page.$eval(`#${id}`, (part) => void ((part as HTMLDetailsElement).open = true));
    }
    await reader.act("#policies");
    await reader.act("#policies");
    for (const n of [2, 1]) {
      await reader.act(`#tracks button:nth-child(${n})`);
      const name = n === 1 ? NAME : other.name;
      assert((await reader.text("verdict")).includes(name), "in the verdict");
      assert((await page.$eval(`#tracks button:nth-child(${n})`, (pick) => pick.textContent)).includes(name));
    }
    await reader.until(`document.querySelector("#sizing-figure svg") !== null`);
    assertEquals(await page.$$eval("main img, main script, main [onload], main [onerror]", (all) => all.length), 0);
    assert(await page.title() !== "no");
    // The address carries it to another page, where it does nothing either.
    await using fresh = await browser.open({ hash: await reader.hash() });
    assert((await new Reader(fresh).text("verdict")).includes(NAME));
    assert(await fresh.page.title() !== "no");
  });

  for (const how of ["choose", "drop"] as const) {
    await t.step(`a CSV to ${how} is a system at once, and so are a specification and its CSV`, async () => {
      await give(how, { name: "arrivals.csv", content: CSV });
      assertEquals([await isOpen(), await problem()], [false, ""]);
      assertMatch(await reader.text("command"), /^deno task simulate /);
      assertEquals(await page.$eval("#account", (figure) => figure.textContent.replace(/\D/g, "").includes("5")), true);
      assertMatch(await reader.text("time-sentence"), /^Over 120 µs, .* nothing lost/);
      await reader.act("#open-system");
      const text = await page.$eval("#system-text", (area) => (area as HTMLTextAreaElement).value);
      assertEquals(JSON.parse(text).feed.file ?? JSON.parse(text).feed[0]?.file, "arrivals.csv");
      await reader.press("Escape");
      const system = { ...SYSTEM, feed: { model: "recorded", file: "feed.csv" }, duration: undefined };
      await give(how, { name: "system.json", content: JSON.stringify(system) }, { name: "feed.csv", content: CSV });
      await give(how, { name: "system.json", content: JSON.stringify(system) });
      assertEquals([await isOpen(), await problem()], [false, ""]);
      assertMatch(await reader.text("command"), /simulate/);
    });

    await t.step(`a file to ${how} that is none says so, and the run stays`, async () => {
      const before = await reader.seen();
      for (
        const [name, content, rule] of [
          ["empty.csv", "", /^Cannot read "empty\.csv": .+, got an empty file$/],
          [
            "capture.pcap",
            [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            /"capture\.pcap".*deno task simulate$/,
          ],
          ["back.csv", "time_ns\n5\n4\n", /"back\.csv".*3/],
          ["<b>x</b>.csv", "time_ns\nx\n", /"<b>x<\/b>\.csv"/],
          ["huge.csv", 70_000_000, /^huge\.csv: a file must have at most \d+ bytes here, got 70000000/],
          ["system.json", "{}", /./],
        ] as const
      ) {
        await give(how, { name, content });
        assertEquals(await isOpen(), true, name);
        assertMatch(await problem(), rule);
        assertEquals(await page.$eval("#system-problem", (place) => place.childElementCount), 0, "text, no markup");
        assertEquals(await reader.seen(), before, name);
        await reader.press("Escape");
      }
    });
  }

  await t.step("a run that was kept keeps its files, as do its policies", async () => {
    await give("choose", { name: "arrivals.csv", content: CSV });
    await reader.act("#policies");
    assertMatch(await reader.text("time-sentence"), /stall: .*skip-to-oldest: /);
    await reader.act("#policies");
  });
});

browserTest("a reader saves what is shown", async (browser, t) => {
  await using opened = await browser.open();
  const reader = new Reader(opened);
  const { page } = reader;
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: browser.folder,
    browserContextId: page.browserContext().id,
    eventsEnabled: true,
  });
  /** Saves by a button, and reads the file that came of it. */
  const save = async (id: string, name: string) => {
    const file = `${browser.folder}/${name}`;
    const done = new Promise<void>((resolve) => {
      const listen = ({ state }: { state: string }) => {
        if (state !== "completed") return;
        session.off("Browser.downloadProgress", listen);
        resolve();
      };
      session.on("Browser.downloadProgress", listen);
    });
    await reader.act(`#${id}`);
    await done;
    const text = await Deno.readTextFile(file);
    await Deno.remove(file);
    return text;
  };
  const commandLine = (...args: string[]) => {
    const io = recordedIo();
    main([...args, "--json"], io);
    return io.stdout;
  };

  await t.step("JSON: the bytes that the command line prints", async () => {
    assertEquals(
      await save("json", "producer-heavy.json"),
      commandLine("producer-heavy", "--on-overrun", "skip-to-head"),
    );
    for (const scenario of ["fan-out", "itch-burst"]) {
      await page.select("#scenario", scenario);
      assertEquals(await save("json", `${scenario}.json`), commandLine(scenario));
    }
  });

  await t.step("a specification: the simulator has the digest of the page", async () => {
    await page.select("#scenario", "itch-burst");
    const { consumers } = JSON.parse(await save("spec", "itch-burst-system.json"));
    assert(consumers.length > 0);
    await reader.go(`#system&specification=${encodeURIComponent(JSON.stringify(SYSTEM))}`);
    const text = await save("spec", "system.json");
    assertEquals(await digestOf(text), await reader.text("digest"));
    // The run of a fork is named by the command beside it.
    await reader.go("#producer-heavy&fork=5:pause=9");
    assertMatch(await reader.text("command"), /^deno task simulate fork\.json/);
    const forked = await save("spec", "fork.json");
    assertEquals(await digestOf(forked), await reader.text("digest"));
    assertEquals(await save("json", "producer-heavy.json"), await simulated(forked, "fork.json"));
  });

  await t.step("SVG: a picture that stands alone, in light and dark", async () => {
    await reader.go("#producer-heavy&on-overrun=skip-to-head");
    const svg = await save("svg", "producer-heavy.svg");
    const { title, error, texts } = await page.evaluate((svg) => {
      const picture = new DOMParser().parseFromString(svg, "image/svg+xml");
      return {
        title: picture.querySelector("title, [aria-label]")?.textContent,
        error: picture.querySelector("parsererror")?.textContent,
        texts: [...picture.querySelectorAll("text")].map(({ textContent }) => textContent).join(),
      };
    }, svg);
    assertEquals(error, undefined);
    assertMatch(texts, /the law/);
    assert(title !== undefined);
    assert(!/var\(--\w+\)/.test(svg) || /--ink:/.test(svg), "it has its colours with it");
    assert(!/<script|href="http|@import/.test(svg));
  });
});
