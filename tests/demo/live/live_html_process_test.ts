import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LiveJson } from "../../../demo/live/view/live_json.ts";
import { htmlProblems, tableOf, textOf } from "../html/_html_check.ts";
import { FLAGS, live, WRITING } from "./_live_process.ts";

// Short live runs that end with a page, as a user starts them. Nothing here is about how long anything took.

const lacking = (["run", "read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

Deno.test(`live --html - prints the page and nothing else${skipped}`, { ignore }, async () => {
  const { code, stdout, stderr } = await live("--seconds 0.7 --rate 20000 --inject 0.6:halt --html -");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(htmlProblems(stdout), []);
  const text = textOf(stdout);
  assertStringIncludes(text, "held consumer 1: published = delivered + lost + left");
  assertStringIncludes(text, "deno task live --seconds 0.7 --rate 20000 --inject 0.6:halt\n");
  assertStringIncludes(text, "operator halt");
});

Deno.test(
  `live --html FILE writes the page beside what is printed, and predicts beside it where there is a feed${skipped}`,
  {
    ignore,
  },
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const feed = "--arrivals on-off:burst=40,rate=400k/s,every=10ms,bursts=10 --consumer execution:5us:skip-to-head";
      const { code, stdout, stderr } = await live(`${feed} --json --html ${folder}/page.html`, WRITING);
      assertEquals([code, stderr], [0, ""]);
      const { consumers: [{ events, observations }] }: LiveJson = JSON.parse(stdout);
      const html = await Deno.readTextFile(`${folder}/page.html`);
      assertEquals(htmlProblems(html), []);
      assertStringIncludes(textOf(html), "The law said a greatest lag of ");
      // What the control plane saw over time adds up to what it was told.
      const overTime = tableOf(html, "execution, ");
      const sum = (column: string) =>
        [...overTime.get(column)!.values()].reduce((sum, cell) => sum + Number(cell.replaceAll(",", "")), 0);
      assertEquals(sum("live") + sum("provisional"), observations.observed);
      if (observations.dropped === 0) assertEquals(sum("live"), events!.live);
      assertEquals(sum("lost"), events!.lost);
      assert(!textOf(html).includes(folder), "the command at its foot needs no file");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test(`live --hiccups-only --html - prints the page of the machine alone${skipped}`, { ignore }, async () => {
  const { code, stdout, stderr } = await live("--hiccups-only --seconds 0.2 --html -");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(htmlProblems(stdout), []);
  assertStringIncludes(textOf(stdout), "With no system at all, this machine paused ");
});

Deno.test(`live --html refuses in one line what contradicts it, and what is not permitted${skipped}`, {
  ignore,
}, async () => {
  const refused: [args: string, line: string][] = [
    ["--json --html -", "error: --json and --html - both say what is printed: give one of them\n"],
    ["--hiccups-only --json --html -", "error: --json and --html - both say what is printed: give one of them\n"],
    ["--html a --hgrm ./a", "error: --hgrm and --html must name different files, got ./a and a\n"],
  ];
  for (const [args, line] of refused) {
    const { code, stdout, stderr } = await live(`--seconds 0.2 ${args}`, WRITING);
    assertEquals([code, stdout, stderr], [2, "", line]);
  }
  const { code, stdout, stderr } = await live("--seconds 0.2 --html page.html", FLAGS);
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(stderr, "error: --html needs --allow-read=. --allow-write=.: deno task live has them\n");
});
