import { assert, assertEquals, assertThrows } from "@std/assert";
import type { FeedSpecification } from "../../../../config/mod.ts";
import { makeChunk, openFeed, sourceOfBytes } from "../../../../demo/system/mod.ts";
import { opener, readAll, SETTINGS } from "./_arrivals.ts";

const HAWKES = { model: "hawkes", rate: 1e6, branching: 0.7, decay: 1e7, slowDecay: 1e5, slowShare: 0.5 } as const;

const MODELS: readonly FeedSpecification[] = [
  { model: "steps", perStep: [0, 3, 700, 0, 1], size: 12 },
  { model: "steps", perStep: 3 },
  { model: "constant", rate: 1234567.8, events: 1_000 },
  { model: "poisson", rate: 1e6, events: 1_000, size: 64 },
  { model: "on-off", burst: 90, rate: 2e7, every: 50_000, bursts: 4 },
  { ...HAWKES, events: 1_000 },
  { model: "merged", feeds: [{ ...HAWKES, events: 500 }, { model: "poisson", rate: 1e6, events: 500 }] },
  { model: "recorded", file: "a.csv", speed: 1.1, timeUnit: "us", from: 3_000, to: 900_000 },
];

const ROWS = Array.from({ length: 1_000 }, (_, n) => `${17 + n}.${String(n).padStart(3, "0")},${n}\n`).join("");

Deno.test("the size of a chunk does not matter, and a feed that is opened again is the same", () => {
  const settings = { ...SETTINGS, duration: 800_000, open: opener({ "a.csv": ROWS }) };
  for (const model of MODELS) {
    const whole = readAll(openFeed(model, settings), 5_000);
    assert(whole.times.length > 300, model.model);
    for (const size of [1, 7, 512, 513, 4_096]) {
      assertEquals(readAll(openFeed(model, settings), size), whole, model.model);
    }
  }
});

Deno.test("a duration keeps the arrivals before it, and no others", () => {
  for (const model of MODELS) {
    const open = opener({ "a.csv": ROWS });
    const all = readAll(openFeed(model, { ...SETTINGS, open, duration: 700_000 })).times;
    for (const duration of [0, 1, 2, all[100], all[100] + 1, 400_000]) {
      const kept = readAll(openFeed(model, { ...SETTINGS, open, duration })).times;
      assertEquals(kept, all.filter((time) => time < duration), `${model.model} before ${duration}`);
    }
  }
});

Deno.test("a feed says its first and its last time", () => {
  const feed = openFeed({ model: "steps", perStep: [0, 4] }, SETTINGS);
  assertEquals([feed.firstNs, feed.lastNs], [undefined, undefined]);
  const chunk = makeChunk(3);
  assertEquals([feed.read(chunk), feed.firstNs, feed.lastNs], [3, "1000", "1250"]);
  assertEquals([feed.read(chunk), feed.read(chunk), feed.lastNs], [1, 0, "1375"]);
  feed.close();
});

Deno.test("feeds without arrivals end at once", () => {
  for (const perStep of [0, [], [0, 0]]) {
    assertEquals(readAll(openFeed({ model: "steps", perStep }, SETTINGS)).times, []);
  }
  assertEquals(readAll(openFeed({ model: "constant", rate: 1, events: 0 }, SETTINGS)).times, []);
});

Deno.test("openFeed refuses values out of range, in one line", () => {
  const refused = (specification: unknown, message: string, settings: object = SETTINGS) => {
    const error = assertThrows(() => openFeed(specification as FeedSpecification, settings as typeof SETTINGS), Error);
    assertEquals(error.message, `Cannot open a feed: ${message}`);
  };
  const integer = "must be an integer from";
  refused({ model: "constant", rate: 0 }, "rate must be a number above 0, got 0");
  refused({ model: "poisson", rate: Infinity }, "rate must be a number above 0, got Infinity");
  refused({ model: "constant", rate: 1, events: -1 }, `events ${integer} 0 to 9007199254740991, got -1`);
  refused({ model: "constant", rate: 1, size: 0.5 }, `size ${integer} 0 to 9007199254740991, got 0.5`);
  refused({ model: "steps", perStep: [1, -1] }, `perStep ${integer} 0 to 9007199254740991, got -1`);
  refused({ model: "on-off", burst: 0, rate: 1 }, `burst ${integer} 1 to 9007199254740991, got 0`);
  refused({ model: "on-off", burst: 3, rate: 1e9, every: 1 }, `every ${integer} 2 to 9007199254740991, got 1`);
  refused({ model: "on-off", burst: 3, rate: 1e9, bursts: 2 }, `bursts ${integer} 0 to 1, got 2`);
  refused({ ...HAWKES, branching: 1 }, "branching must be a number from 0 to below 1, got 1");
  refused({ ...HAWKES, slowShare: 2 }, "slowShare must be a number from 0 to 1, got 2");
  refused({ ...HAWKES, decay: 0 }, "decay must be a number above 0, got 0");
  refused({ ...HAWKES, slowDecay: NaN }, "slowDecay must be a number above 0, got NaN");
  refused({ model: "steps" }, `perStep ${integer} 0 to 9007199254740991, got undefined`);
  refused({ model: "merged", feeds: [] }, "feeds must be an array of at least 1 feed, got 0");
  refused({ model: "merged" }, "feeds must be an array of at least 1 feed, got undefined");
  refused({ model: "merged", feeds: [MODELS[0], null] }, "feeds[1] must be an object with model, got null");
  const models = "model must be one of steps, constant, poisson, on-off, hawkes, recorded, merged";
  refused({ model: "uniform" }, `${models}, got "uniform"`);
  refused({ model: "merged", feeds: [{ model: "merged", feeds: [] }] }, `${models}, got "merged"`);
  refused({}, "arguments.specification must be an object that has model, got an object");
  refused(MODELS[0], `step ${integer} 1 to 9007199254740991, got 0`, { seed: 1, step: 0 });
  refused(MODELS[0], `seed ${integer} 0 to 9007199254740991, got 1.5`, { seed: 1.5, step: 1 });
  refused(MODELS[0], `duration ${integer} 0 to 9007199254740991, got -1`, { ...SETTINGS, duration: -1 });
  const recorded = { model: "recorded", file: "a", speed: 1, timeUnit: "ns" };
  refused(recorded, "open must be a function, got undefined");
  refused(recorded, "open must be a function, got null", { ...SETTINGS, open: null });
  const open = opener({ a: "1\n" });
  refused({ ...recorded, speed: -1 }, "speed must be a number above 0, got -1", { ...SETTINGS, open });
  refused({ ...recorded, from: 5, to: 5 }, `to ${integer} 6 to 9007199254740991, got 5`, { ...SETTINGS, open });
});

Deno.test("arrivals from 2^53 ns on are refused, unless a duration leaves them out", () => {
  const slow = { model: "constant", rate: 1e-6, events: 12 } as const;
  assertThrows(() => readAll(openFeed(slow, SETTINGS)), RangeError, "arrivals must be before 2^53 ns, got one at");
  assertEquals(readAll(openFeed(slow, { ...SETTINGS, duration: 2e15 })).times, [0, 1e15]);
  const empty = { timesNs: new Float64Array(), sizes: new Float64Array() };
  assertThrows(() => openFeed(slow, SETTINGS).read(empty), RangeError, "chunk must have room for 1 arrival");
});

Deno.test("files are closed: those of a feed that is closed, and those of one that cannot be opened", () => {
  const closed: string[] = [];
  const open = (path: string) => {
    const source = sourceOfBytes(path, new TextEncoder().encode(path === "bad" ? "x" : "1\n"));
    return { ...source, close: () => void closed.push(path) };
  };
  const recorded = (file: string) => ({ model: "recorded", file, speed: 1, timeUnit: "ns" }) as const;
  openFeed({ model: "merged", feeds: [recorded("a"), recorded("b")] }, { ...SETTINGS, open }).close();
  assertEquals(closed.splice(0), ["a", "b"]);
  assertThrows(() => openFeed({ model: "merged", feeds: [recorded("a"), recorded("bad")] }, { ...SETTINGS, open }));
  assertEquals(closed, ["bad", "a"]);
});
