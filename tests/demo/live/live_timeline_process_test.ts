import { assert, assertEquals } from "@std/assert";
import { problemsOf, readTrace } from "../timeline/_trace_rules.ts";
import { FLAGS, live } from "./_live_process.ts";

// Timelines of real runs. When something happens depends on the machine; the rules of the file do not.

const lacking = (["run", "read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

Deno.test(
  `live --timeline - prints a timeline that breaks no rule, and nothing else${skipped}`,
  { ignore },
  async () => {
    const args =
      "--seconds 1.2 --consumers 2 --rate 20000 --slow 2:100 --capacity 256 --inject 0.9:halt --inject 1:release";
    const { code, stdout, stderr } = await live(`${args} --timeline - --timeline-events 2000`);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(problemsOf(stdout, 2_000), []);
    const { events, otherData } = readTrace(stdout);
    assertEquals(otherData.source, `deno task live ${args}`);
    const of = (cat: string) => events.filter((event) => event.cat === cat);
    assertEquals(of("injection").map(({ name }) => name), ["operator: halt", "operator: release"]);
    assertEquals(of("lifecycle")[0].name, "WARMUP");
    assert(of("lifecycle").some(({ args }) => /halt/.test(String(args.causes))), "the halt is a cause");
    assert(of("decision").length > 100 && of("lag").length > 20);
    assert(of("overrun").some(({ args }) => Number(args.lost) > 0), "a consumer of 100 µs an event is overrun");
    // Events are followed from their arrival to their decisions.
    const begun = new Set(of("arrival").map(({ bind }) => bind));
    assert(of("decision").every(({ bind }) => begun.has(bind)));
  },
);

Deno.test(`live --timeline FILE writes a timeline beside the report${skipped}`, { ignore }, async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/t.json`;
    const flags = [
      "--no-prompt",
      "--allow-ffi",
      `--allow-read=mod.ts,core,control,runtime,config,demo,${folder}`,
      `--allow-write=${folder}`,
    ];
    const { code, stdout, stderr } = await live(
      `--arrivals constant:rate=5k/s,events=2000 --consumer risk:20us --json --timeline ${file}`,
      flags,
    );
    assertEquals([code, stderr], [0, ""]);
    const [{ events }] = JSON.parse(stdout).consumers;
    const text = await Deno.readTextFile(file);
    assertEquals(problemsOf(text, 10_000), []);
    const lives = readTrace(text).events.filter(({ ph }) => ph === "b");
    assertEquals(
      ["live", "provisional"].map((fate) => lives.filter(({ args }) => args.fate === fate).length),
      [events.live, events.provisional],
    );
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["t.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test(`live refuses a timeline that it may not write, before anything runs${skipped}`, { ignore }, async () => {
  const { code, stdout, stderr } = await live("--timeline out/t.json", FLAGS);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(stderr, "error: --timeline needs --allow-read=out --allow-write=out: deno task live has them\n");
});
