import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { SETTINGS } from "../../../../config/mod.ts";
import {
  ADDRESS_MAX,
  FIRST_ADDRESS,
  fitToRun,
  formatAddress,
  readAddress,
} from "../../../../demo/explorer/model/address.ts";
import {
  type ExplorerRequest,
  type Fork,
  FORK_KINDS,
  type RunRequest,
} from "../../../../demo/explorer/model/explorer_request.ts";
import { optionsOf } from "../../../../demo/explorer/model/request_options.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../../../demo/scenarios/loads/all_loads.ts";

/** An address without problems. */
function read(hash: string): ExplorerRequest {
  const { request, problems } = readAddress(hash);
  assertEquals(problems, []);
  return request;
}

/** What is said of an address. */
function problemsOf(hash: string): readonly string[] {
  return readAddress(hash).problems;
}

/** Requests as plain values, to be compared. */
function plain({ options, compare, ...request }: ExplorerRequest): unknown {
  const run = ({ options, ...run }: RunRequest) => ({ ...run, options: Object.fromEntries(options) });
  return {
    ...request,
    options: Object.fromEntries(options),
    compare: typeof compare === "object" ? run(compare) : compare,
  };
}

Deno.test("readAddress reads scenario, options, forks, comparison and place", () => {
  const request = read(
    "#producer-heavy&on-overrun=skip-to-head&fork=12:polls=9&fork=20:pause=3@1&against=balanced&step=30",
  );
  assertEquals(plain(request), {
    scenario: "producer-heavy",
    specification: undefined,
    options: { "on-overrun": "skip-to-head" },
    forks: [{ kind: "polls", at: 12, value: 9 }, { kind: "pause", at: 20, value: 3, consumer: 1 }],
    compare: { scenario: "balanced", specification: undefined, options: {}, forks: [] },
    step: 30,
    consumer: 0,
  });
  assertEquals(read("chaos&step=0").step, 0);
  assertEquals(plain(read("")), plain(read(FIRST_ADDRESS)));
});

Deno.test("readAddress takes --inject as the command line has it, once or several times", () => {
  const once = read("#balanced&inject=12:activate,20:deactivate");
  assertEquals(once.options.get("inject"), "12:activate,20:deactivate");
  assertEquals(read("#balanced&inject=12:activate&inject=20:deactivate").options, once.options);
  assertEquals(read("#balanced&inject=12%3Aactivate%2c20:deactivate").options, once.options);
});

Deno.test("readAddress refuses in the words of the command line, and takes defaults", () => {
  const cases: [hash: string, ...problems: string[]][] = [
    ["#producer-hevy", "unknown scenario producer-hevy: did you mean producer-heavy?"],
    ["#balanced&capacity=60", 'capacity must be a power of two from 1 to 67108864, got "60"; its default is taken'],
    ["#balanced&capacity=", "capacity needs a value: a power of two from 1 to 67108864; its default is taken"],
    [
      "#balanced&on-overrun=skip",
      'on-overrun must be one of stall, skip-to-head, skip-to-oldest, got "skip": did you mean skip-to-head? its default',
    ],
    ["#balanced&steps=0", "steps must be an integer from 1 to 1000000"],
    ["#balanced&seed=1&seed=2", "seed is given 2 times: give it once; its default is taken"],
    ["#balanced&inject=50:activate", "inject must be STEP:activate or STEP:deactivate, with STEP from 0 to 49, got"],
    ["#balanced&steps=10&inject=10:activate", "inject must be STEP:activate or STEP:deactivate, with STEP from 0 to 9"],
    ["#balanced&inject=1:activate,1:deactivate", "inject 1:activate and --inject 1:deactivate contradict each other"],
    ["#balanced&step=50", "step must be an integer from 0 to 49, got 50; the end is shown"],
    ["#balanced&step=-1", "step must be an integer from 0 to 49, got -1; the end is shown"],
    ["#balanced&consumer=1e3", "consumer must be an integer from 0 to 999, got 1e3; the first is shown"],
    ["#balanced&capcity=64", "unknown option capcity: did you mean capacity? options are capacity, ingest, "],
    ["#itch-burst&ingest=3", "unknown option ingest: did you mean"],
    ["#balanced&specification={}", "unknown option specification: "],
    ["#balanced&capacity=%zz", 'capacity must be percent-encoded UTF-8, got "capacity=%zz"; it is left out'],
    ["#%ff", 'unknown scenario "%ff"'],
    ["#balanced&compare=all", "compare must be policies, got all; nothing is compared"],
    ["#balanced&compare=policies&against=chaos", "compare and against cannot be combined"],
    ["#balanced&against=chaos%26step=3", "against: unknown option step"],
    ["#balanced&fork=50:pause=1", "fork must be at an integer from 0 to 49, got 50:pause=1; it is left out"],
    ["#balanced&fork=5:pause=0", "fork must have an integer from 1 to 2000000, got 5:pause=0; it is left out"],
    ["#balanced&fork=5:stop=1", "fork must be AT:KIND=VALUE, or AT:KIND=VALUE@CONSUMER, with KIND one of"],
    ["#system", "system needs a value: specification=JSON; producer-heavy is shown"],
    ["#system&specification={}&speed=x", "speed must be a number from 0.000001 to 1000000, got x"],
    ["#system&specification={}&duration=0", "duration must be a duration of at least 1ns"],
  ];
  for (const [hash, ...expected] of cases) {
    const { request, problems } = readAddress(hash);
    assertEquals(problems.length, expected.length, `${hash}: ${problems.join(" | ")}`);
    expected.forEach((problem, n) => {
      assertStringIncludes(problems[n], problem);
      assertEquals(problems[n].includes("\n"), false);
    });
    assertEquals(problemsOf(formatAddress(request)), [], "what is taken instead can be had");
  }
});

Deno.test("readAddress bounds an address, its values, forks and lines", () => {
  const long = `#balanced&capacity=${"1".repeat(2 ** 20)}`;
  assertEquals(problemsOf(long), [
    `an address must have at most ${ADDRESS_MAX} characters, got ${long.length - 1}; producer-heavy is shown`,
  ]);
  const many = problemsOf(`#balanced${"&x=1".repeat(10_000)}`);
  assertStringIncludes(many[0], "an address must have at most 64 values, got 10000; the others are left out");
  const names = problemsOf(`#balanced${Array.from({ length: 60 }, (_, n) => `&x${n}`).join("")}`);
  assertEquals([names.length, names[8]], [9, "and 52 more"]);
  assertStringIncludes(problemsOf(`#balanced${"&fork=1:pause=1".repeat(17)}`)[0], "at most 16 forks, got 17");
});

Deno.test("readAddress never throws, and what it takes has an address without problems", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "balanced",
      "system",
      "&",
      "=",
      "#",
      "%",
      "%e2",
      "capacity",
      "step",
      "fork",
      "against",
      "1:pause=1",
      "\u2028",
    ),
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
    const { request, problems } = readAddress(pieces.join(""));
    for (const problem of problems) assert(!/[\n\r\u2028]/.test(problem), problem);
    assertEquals(problemsOf(formatAddress(request)), []);
  }));
});

// Requests as a page makes them: values as the command line writes them.
const steps = 60;
const valueOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  capacity: fc.nat(10).map((n) => `${2 ** n}`),
  ingest: fc.nat(99).map(String),
  polls: fc.nat(99).map(String),
  warmup: fc.nat(99).map(String),
  steps: fc.constant(`${steps}`),
  "on-overrun": fc.constantFrom(...SETTINGS.onOverrun.names),
  seed: fc.maxSafeNat().map(String),
  inject: fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 4 }).map((at) =>
    at.map((step, n) => `${step}:${n % 2 === 0 ? "activate" : "deactivate"}`).join()
  ),
  duration: fc.nat(998).map((n) => `${n + 1}ms`),
  speed: fc.constantFrom("0.5", "2", "1000000"),
  run: fc.integer({ min: 1, max: 9 }).map(String),
};

const forks: fc.Arbitrary<Fork[]> = fc.array(
  fc.record<Fork>({
    kind: fc.constantFrom(...FORK_KINDS),
    at: fc.nat(40),
    value: fc.integer({ min: 1, max: 99 }),
    consumer: fc.integer({ min: 1, max: 9 }),
  }, { requiredKeys: ["kind", "at", "value"] }),
  { maxLength: 3 },
);

const runs: fc.Arbitrary<RunRequest> = fc.constantFrom(...SCENARIOS, ...LOAD_SCENARIOS, undefined).chain((scenario) => {
  const names = optionsOf(scenario?.id).map(({ name }) => name);
  return fc.record({
    scenario: fc.constant(scenario?.id),
    specification: scenario === undefined ? fc.json() : fc.constant(undefined),
    options: fc.shuffledSubarray(names).chain((some) =>
      fc.tuple(...some.map((name) => valueOf[name].map((value): [string, string] => [name, value])))
    ).map((entries) => new Map(entries)),
    forks,
  });
});

const requests: fc.Arbitrary<ExplorerRequest> = fc.record({
  run: runs,
  compare: fc.oneof(fc.constant(undefined), fc.constant("policies" as const), runs),
  step: fc.option(fc.nat(steps - 11), { nil: undefined }),
  consumer: fc.nat(9),
}).map(({ run, ...place }) => ({ ...run, ...place }));

Deno.test("readAddress gives the request that formatAddress was given, and equal requests have equal addresses", () => {
  fc.assert(fc.property(requests, (request) => {
    const address = formatAddress(request);
    const back = read(address);
    assertEquals(plain(back), plain(request));
    assertEquals(formatAddress(back), address);
    const reversed = new Map([...request.options].reverse());
    assertEquals(formatAddress({ ...request, options: reversed }), address);
    assert(/^#[\w.~:/@!$*+,;=&%()-]+$/.test(address), address);
  }));
});

Deno.test("formatAddress leaves out the white space of a specification, and nothing else", () => {
  const text = '{\n  "a b": [1, "\\" c"],\t"n": 1.50 }';
  const request = { ...read(""), scenario: undefined, options: new Map(), specification: text };
  const { specification } = read(formatAddress(request));
  assertEquals(specification, '{"a b":[1,"\\" c"],"n":1.50}');
  for (const broken of ["{ 1 2 }", "1 2", '{"a": 1', "\ud800"]) {
    assertEquals(read(formatAddress({ ...request, specification: broken })).specification, broken.toWellFormed());
  }
});

Deno.test("fitToRun takes the end and the first consumer where there is no such place", () => {
  const views = [{ count: 10 }, { count: 10 }] as never;
  const request = { ...read("#quiet-session"), step: 9, consumer: 1 };
  assertEquals(fitToRun(request, { views }), { request, problems: [] });
  const { request: fitted, problems } = fitToRun({ ...request, step: 10, consumer: 2 }, { views });
  assertEquals([fitted.step, fitted.consumer], [undefined, 0]);
  assertEquals(problems, [
    "consumer must be an integer from 0 to 1, got 2; the first is shown",
    "step must be an integer from 0 to 9, got 10; the end is shown",
  ]);
});
