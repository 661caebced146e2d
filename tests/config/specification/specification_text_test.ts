import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../config/config_error.ts";
import { checkSpecification } from "../../../config/specification/read_specification.ts";
import {
  parseConsumerText,
  parseFeedText,
  parseServiceText,
} from "../../../config/specification/specification_text.ts";

/** How texts are refused: as a command prints it. */
function assertRefused(
  read: (text: string) => unknown,
  cases: readonly (readonly [text: string, line: string])[],
): void {
  for (const [text, line] of cases) {
    const { setting, problem } = assertThrows(() => read(text), ConfigError, undefined, text);
    assertEquals(`${setting} ${problem}`, line);
  }
}

const RATE = "a rate from 0.000001/s to 1000M/s, such as 16.4/s, 100k/s or 2M/s, or a number per second";
const RECORDED = { model: "recorded", speed: 1, timeUnit: "ns" };

Deno.test("parseFeedText reads a model by the rules of a specification", () => {
  const written = {
    "steps:perStep=8,size=28": { model: "steps", perStep: 8, size: 28 },
    "constant:rate=2M/s,events=10": { model: "constant", rate: "2M/s", events: 10 },
    "poisson:rate=16.4": { model: "poisson", rate: 16.4 },
    "on-off:burst=2000,rate=2M/s,every=100ms,bursts=3": {
      model: "on-off",
      burst: 2_000,
      rate: "2M/s",
      every: "100ms",
      bursts: 3,
    },
    "hawkes:rate=10/s,branching=0.9": { model: "hawkes", rate: 10, branching: 0.9 },
    "recorded:file=a.csv,speed=2,timeUnit=us,from=1s": {
      model: "recorded",
      file: "a.csv",
      speed: 2,
      timeUnit: "us",
      from: "1s",
    },
  };
  for (const [text, feed] of Object.entries(written)) {
    const system = checkSpecification({ feed, consumers: [{ name: "a", service: 1 }], duration: "1s" });
    assertEquals(parseFeedText(text), system.feed as never, text);
  }
});

Deno.test("parseFeedText takes for a file what is no model", () => {
  for (const file of ["feed.csv", "./poisson", "C:\\data\\feed.csv", "poissons", "a:b,c.csv", "-", "a b"]) {
    assertEquals(parseFeedText(file), { ...RECORDED, file } as never);
  }
});

Deno.test("parseFeedText refuses in one line", () => {
  assertRefused(parseFeedText, [
    ["", '--arrivals must be a file, or MODEL:KEY=VALUE,... as in hawkes:rate=10/s,branching=0.9, got ""'],
    ["poisson", `--arrivals poisson: rate is missing: it must be ${RATE}`],
    ["poisson:rate=1k", `--arrivals poisson: rate must be ${RATE}, got "1k"`],
    ["poisson:rate", '--arrivals poisson must have KEY=VALUE between its commas, got "rate"'],
    ["poisson:rate=1,", '--arrivals poisson must have KEY=VALUE between its commas, got ""'],
    ["poisson:rate=", `--arrivals poisson: rate needs a value: it must be ${RATE}`],
    ["poisson:rate=1,rate=1", "--arrivals poisson: rate is given twice: give it once"],
    ["poisson:rat=1", "--arrivals poisson: rat is no key of a Poisson feed: did you mean rate?"],
    ["poisson:model=steps", "--arrivals poisson: model is no key of a Poisson feed: did you mean rate?"],
    ["poisson:__proto__=1", "--arrivals poisson: __proto__ is no key of a Poisson feed: did you mean rate?"],
    ["hawkes:rate=1,branching=1", "--arrivals hawkes: branching must be a number from 0 to 0.999, got 1"],
    [
      "hawks:rate=1",
      "--arrivals must have one of the models steps, constant, poisson, on-off, hawkes, recorded, got " +
      '"hawks": did you mean hawkes? A file of this name is given as "./hawks:rate=1"',
    ],
    ["a\0", '--arrivals must be a path of 1 to 4096 characters, got "a\\u0000"'],
  ]);
  assertThrows(() => parseFeedText(1 as never), TypeError, "Cannot read a feed: text must be a text, got 1");
});

Deno.test("parseServiceText reads a duration, keys of a service, and those of a service time", () => {
  const rest = { perPass: 0, maxBatch: 1, wakeUp: 0 };
  assertEquals(parseServiceText("800ns"), { ...rest, perEvent: 800 });
  assertEquals(parseServiceText("800"), { ...rest, perEvent: 800 });
  assertEquals(parseServiceText("perEvent=2us,perPass=1us,maxBatch=64,wakeUp=60us"), {
    perEvent: 2_000,
    perPass: 1_000,
    maxBatch: 64,
    wakeUp: 60_000,
  });
  assertEquals(parseServiceText("median=2us,wakeUp=5,p99=40us"), {
    ...rest,
    perEvent: { median: 2_000, p99: 40_000 },
    wakeUp: 5,
  });
  assertEquals(parseServiceText("mean=2us"), { ...rest, perEvent: { mean: 2_000 } });
  assertEquals(parseServiceText("file=C:\\x.hgrm"), { ...rest, perEvent: { file: "C:\\x.hgrm", unit: "ns" } });
});

const HOUR = "a duration of at most 3600s, such as 800ns, 10us, 1.5ms or 2s, or whole nanoseconds";
const FORM = "a duration, or KEY=VALUE,... as in perEvent=2us,maxBatch=64 or median=2us,p99=40us";

Deno.test("parseServiceText refuses in one line", () => {
  assertRefused(parseServiceText, [
    ["", `--service must be ${FORM}, got ""`],
    ["fast", `--service must be ${FORM}, got "fast"`],
    ["-5us", `--service must be ${FORM}, got "-5us"`],
    ["0.5ns", `--service must be ${HOUR}, got "0.5ns", which has parts of a nanosecond`],
    ["2h", `--service must be ${HOUR}, got "2h"`],
    [
      "perPass=1us",
      `--service: perEvent is missing: it must be ${HOUR}; or an object with mean, with median and p99, ` +
      "or with file",
    ],
    [
      "mean=1us,perEvent=1us",
      "--service: perEvent cannot be combined with mean, which is a perEvent too: give one of them",
    ],
    [
      "median=2us,p99=1us",
      "--service: perEvent.p99 must be from the median, 2000 ns, to 10000 times that, got 1000 ns",
    ],
    ["perEvent=1us,maxbatch=2", "--service: maxbatch is no key of a service: did you mean maxBatch?"],
    ["perEvent=1us,maxBatch=0", "--service: maxBatch must be an integer from 1 to 1000000000, got 0"],
  ]);
});

Deno.test("parseConsumerText reads a name, a service and a policy", () => {
  const service = { perEvent: 800, perPass: 0, maxBatch: 1, wakeUp: 0 };
  const consumer = { name: "execution", service, onOverrun: "stall", pauses: [] };
  assertEquals(parseConsumerText("execution:800ns"), consumer as never);
  assertEquals(parseConsumerText("execution:800ns:skip-to-head"), { ...consumer, onOverrun: "skip-to-head" } as never);
  for (const policy of ["leave:3", "leave=3"]) {
    assertEquals(parseConsumerText(`execution:800ns:${policy}`), { ...consumer, onOverrun: { leave: 3 } } as never);
  }
  const measured = { ...service, perEvent: { file: "C:\\x.hgrm", unit: "ns" } };
  assertEquals(parseConsumerText("execution:file=C:\\x.hgrm"), { ...consumer, service: measured } as never);
  assertEquals(
    parseConsumerText("execution:file=C:\\x.hgrm:leave:1"),
    { ...consumer, service: measured, onOverrun: { leave: 1 } } as never,
  );
  assertEquals(
    parseConsumerText("a b:perEvent=800ns,maxBatch=1:skip-to-oldest"),
    { ...consumer, name: "a b", onOverrun: "skip-to-oldest" } as never,
  );
});

Deno.test("parseConsumerText refuses in one line", () => {
  const form = "NAME:SERVICE or NAME:SERVICE:POLICY, as in execution:800ns:skip-to-head";
  const policy = "one of stall, skip-to-head, skip-to-oldest, leave:N, or an object with leave";
  assertRefused(parseConsumerText, [
    ["a", `--consumer must be ${form}, got "a"`],
    ["a:", `--consumer a has no service: it must be ${form}`],
    ["a::stall", `--consumer a has no service: it must be ${form}`],
    [
      ":1us",
      '--consumer NAME must be a text of 1 to 64 characters that can be shown, with no blank at either end, got ""',
    ],
    [
      "\x1b[2J:1us",
      "--consumer NAME must be a text of 1 to 64 characters that can be shown, with no blank at either end, " +
      'got "\\u001b[2J"',
    ],
    ["a:1us:skip", `--consumer a: policy must be ${policy}, got "skip": did you mean skip-to-head?`],
    ["a:1us:", `--consumer a: policy must be ${policy}, got "": did you mean stall?`],
    ["a:1us:leave:0", "--consumer a: policy.leave must be an integer from 1 to 1000000000, got 0"],
    ["a:fast", `--consumer a must be ${FORM}, got "fast"`],
    [
      "a:median=1us,p99=1s",
      "--consumer a: perEvent.p99 must be from the median, 1000 ns, to 10000 times that, got 1000000000 ns",
    ],
  ]);
});
