import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../config/mod.ts";
import { HICCUPS_DEFAULTS, LIVE_DEFAULTS } from "../../../demo/live/live_option_list.ts";
import { parseLiveCommand, renderLiveHelp } from "../../../demo/live/live_options.ts";
import { chooseIdle, type LivePlan } from "../../../demo/live/plane/live_plan.ts";

function planOf(...args: string[]): LivePlan {
  const command = parseLiveCommand(args);
  if (command.kind !== "run") throw new Error("it asks for help");
  return command.plan;
}

Deno.test("parseLiveCommand without options gives the defaults", () => {
  assertEquals(parseLiveCommand([]), {
    kind: "run",
    plan: LIVE_DEFAULTS,
    format: "text",
    color: "auto",
    hasLines: false,
    page: undefined,
    html: undefined,
    hgrm: undefined,
    metricsFile: undefined,
    metricsLabels: {},
    timeline: undefined,
    inputs: [],
  });
});

const ACCEPTED: readonly (readonly [args: string, changes: Partial<LivePlan>])[] = [
  ["--seconds 0.1", { seconds: 0.1 }],
  ["--seconds 86400", { seconds: 86_400 }],
  ["--rate 1", { rate: 1 }],
  ["--rate 1000000000", { rate: 1_000_000_000 }],
  ["--rate max", { rate: "max" }],
  ["--consumers 16", { consumers: 16 }],
  ["--capacity 1", { capacity: 1 }],
  ["--payload-words 0", { payloadWords: 0 }],
  ["--on-overrun stall", { onOverrun: "stall" }],
  ["--on-overrun skip-to-oldest", { onOverrun: "skip-to-oldest" }],
  ["--slow 2:50", { slowUs: new Map([[2, 50]]) }],
  ["--slow 1:1000000 --slow 2:1", { slowUs: new Map([[1, 1_000_000], [2, 1]]) }],
  ["--inject 0:activate", { injections: [{ atMs: 0, action: "activate" }] }],
  ["--inject 3.25:deactivate --inject 1.5:activate", {
    injections: [{ atMs: 1_500, action: "activate" }, { atMs: 3_250, action: "deactivate" }],
  }],
  ["--inject 5:release --inject 2:activate --inject 2:halt --inject 2:halt", {
    injections: [{ atMs: 2_000, action: "activate" }, { atMs: 2_000, action: "halt" }, {
      atMs: 5_000,
      action: "release",
    }],
  }],
  ["--inject 9.9:activate", { injections: [{ atMs: 9_900, action: "activate" }] }],
  // What is just before the end is not at the end, and what is just after another is not at the same time.
  ["--seconds 1 --inject 0.9999:activate", { seconds: 1, injections: [{ atMs: 999.9, action: "activate" }] }],
  ["--inject 1.0054:deactivate --inject 1.0051:activate", {
    injections: [{ atMs: 1_005.1, action: "activate" }, { atMs: 1_005.4, action: "deactivate" }],
  }],
  ["--inject 1.005:activate", { injections: [{ atMs: 1_005, action: "activate" }] }],
  ["--clock native", { clock: "native" }],
  ["--clock hrtime", { clock: "hrtime" }],
  ["--idle park", { idle: "park" }],
  ["--check lag=0.75:0.5 --check stall=3", {
    checks: { lag: { limit: 0.75, recoveryLimit: 0.5 }, stall: { limit: 3, recoveryLimit: undefined } },
  }],
  ["--stall-us 1", { stallUs: 1 }],
  ["--stall-us 10000000", { stallUs: 10_000_000 }],
];

for (const [args, changes] of ACCEPTED) {
  Deno.test(`parseLiveCommand accepts ${args}`, () => {
    assertEquals(planOf(...args.split(" ")), { ...LIVE_DEFAULTS, ...changes });
  });
}

const INJECT =
  "--inject must be SECONDS:activate or SECONDS:deactivate or SECONDS:halt or SECONDS:release, with SECONDS from 0 to " +
  "less than 10, got";
const SLOW = "--slow must be CONSUMER:MICROSECONDS, with CONSUMER from 1 to 2 and MICROSECONDS from 1 to 1000000, got";

const REFUSED: readonly (readonly [args: string, message: string])[] = [
  ["--seconds 0", "--seconds must be a number from 0.1 to 86400, got 0"],
  ["--seconds 0.09", "--seconds must be a number from 0.1 to 86400, got 0.09"],
  ["--seconds 1e3", "--seconds must be a number from 0.1 to 86400, got 1e3"],
  ["--seconds 86401", "--seconds must be a number from 0.1 to 86400, got 86401"],
  ["--seconds", "--seconds needs a value: a number from 0.1 to 86400"],
  ["--rate 0", "--rate must be an integer from 1 to 1000000000, or max, got 0"],
  ["--rate 1.5", "--rate must be an integer from 1 to 1000000000, or max, got 1.5"],
  ["--rate 1000000001", "--rate must be an integer from 1 to 1000000000, or max, got 1000000001"],
  ["--rate MAX", "--rate must be an integer from 1 to 1000000000, or max, got MAX: did you mean max?"],
  ["--consumers 0", "--consumers must be an integer from 1 to 16, got 0"],
  ["--consumers 17", "--consumers must be an integer from 1 to 16, got 17"],
  ["--capacity 100", '--capacity must be a power of two from 1 to 67108864, got "100"'],
  ["--payload-words 16385", '--payload-words must be an integer from 0 to 16384, got "16385"'],
  [
    "--on-overrun skip",
    '--on-overrun must be one of stall, skip-to-head, skip-to-oldest, got "skip": did you mean skip-to-head?',
  ],
  ["--slow 0:5", `${SLOW} 0:5`],
  ["--slow 3:5", `${SLOW} 3:5`],
  ["--slow 1:0", `${SLOW} 1:0`],
  ["--slow 1", `${SLOW} 1`],
  ["--slow 1:1000001", `${SLOW} 1:1000001`],
  ["--slow 1:5 --slow 1:5", "--slow is given twice for consumer 1: give it once"],
  ["--inject 10:activate", `${INJECT} 10:activate`],
  ["--inject -1:activate", `${INJECT} -1:activate`],
  ["--inject activate", `${INJECT} activate`],
  ["--inject 1:stop", `${INJECT} 1:stop: did you mean halt?`],
  [
    "--inject 2:release --inject 2:halt",
    "--inject 2:release and --inject 2:halt contradict each other: give one of them",
  ],
  ["--inject 1:activated", `${INJECT} 1:activated: did you mean activate?`],
  [
    "--inject 2:activate --inject 2.0:deactivate",
    "--inject 2:activate and --inject 2:deactivate contradict each other: give one of them",
  ],
  ["--clock sundial", "--clock must be one of native, hrtime, got sundial: did you mean native?"],
  ["--idle yeild", "--idle must be one of spin, yield, park, got yeild: did you mean yield?"],
  [
    "--check lag=0.5:0.75",
    '--check "lag=0.5:0.75": recoveryLimit must be a number from 0 to the limit, 0.5, got 0.75',
  ],
  ["--stall-us 0", "--stall-us must be an integer from 1 to 10000000, got 0"],
  ["--stall-us 10000001", "--stall-us must be an integer from 1 to 10000000, got 10000001"],
  ["--stall-us 1.5", "--stall-us must be an integer from 1 to 10000000, got 1.5"],
  ["--metrics-file run.txt", "--metrics-file must be a path that ends in .prom or .json, got run.txt"],
  ["--hgrm", "--hgrm needs a value: the name of a file"],
  [
    "--hgrm run.prom --metrics-file run.prom",
    "--hgrm and --metrics-file must name different files, got run.prom twice",
  ],
  ["--metrics-label venue=north", "--metrics-label labels what --metrics-file writes: give --metrics-file as well"],
  ["--metrics-file run.prom --metrics-label venue", "--metrics-label must be NAME=VALUE, got venue"],
  ["--hiccups-only --rate 5", "--rate does not go with --hiccups-only, which runs no system"],
  ["--hiccups-only --lines", "--lines does not go with --hiccups-only, which runs no system"],
  ["--hiccups-only --gap-us 0", "--gap-us must be an integer from 1 to 1000000, got 0"],
  ["--gap-us 5", "--gap-us goes with --hiccups-only, which is not given"],
  ["--json --json", "--json is given 2 times: give it once"],
  ["now", "cannot read now: no files can be read here"],
];

for (const [args, message] of REFUSED) {
  Deno.test(`parseLiveCommand refuses ${args}`, () => {
    const error = assertThrows(() => {
      parseLiveCommand(args.split(" "));
    }, Error);
    assertEquals(error instanceof ConfigError ? `${error.setting} ${error.problem}` : error.message, message);
  });
}

Deno.test("parseLiveCommand names the option that is nearest to an unknown one", () => {
  const error = assertThrows(() => parseLiveCommand(["--consumrs", "2"]), Error);
  assertEquals(error.message.startsWith("unknown option --consumrs: did you mean --consumers? options are --s"), true);
});

Deno.test("parseLiveCommand reads how the result is to be shown", () => {
  const args = "--json --hgrm run.hgrm --metrics-file run.prom --metrics-label venue=north --metrics-label desk=2";
  const command = parseLiveCommand(args.split(" "));
  assertEquals(
    command.kind === "run" && [command.format, command.hgrm, command.metricsFile, command.metricsLabels],
    ["json", "run.hgrm", "run.prom", { venue: "north", desk: "2" }],
  );
  assertEquals(parseLiveCommand(["--seconds", "1", "--help"]), { kind: "help" });
});

Deno.test("parseLiveCommand reads what to measure of the machine alone", () => {
  const rest = { clock: "auto", format: "text", color: "auto", html: undefined } as const;
  assertEquals(parseLiveCommand(["--hiccups-only"]), { kind: "hiccups", plan: HICCUPS_DEFAULTS, ...rest });
  assertEquals(
    parseLiveCommand("--gap-us 5 --seconds 0.5 --clock hrtime --json --hiccups-only --color never".split(" ")),
    {
      kind: "hiccups",
      plan: { seconds: 0.5, gapUs: 5 },
      clock: "hrtime",
      format: "json",
      color: "never",
      html: undefined,
    },
  );
  const { html } = parseLiveCommand(["--hiccups-only", "--html", "page.html"]) as { html?: string };
  assertEquals(html, "page.html");
});

Deno.test("renderLiveHelp fits into 80 columns and has every option", () => {
  const help = renderLiveHelp();
  for (const line of help.split("\n")) assertEquals(line.length <= 80, true, line);
  for (const [args] of ACCEPTED) assertEquals(help.includes(args.split(" ")[0]), true, args);
  for (const option of ["--hiccups-only", "--gap-us"]) assertEquals(help.includes(option), true, option);
});

Deno.test("chooseIdle lets threads spin only if each has a core, and the control plane another", () => {
  assertEquals(chooseIdle({ idle: "auto", consumers: 1 }, 2), "yield");
  assertEquals(chooseIdle({ idle: "auto", consumers: 2 }, 3), "yield");
  assertEquals(chooseIdle({ idle: "auto", consumers: 2 }, 4), "spin");
  assertEquals(chooseIdle({ idle: "spin", consumers: 16 }, 1), "spin");
});

Deno.test("parseLiveCommand --page takes a port, or none: then what follows is no value of it", () => {
  const pageOf = (...args: string[]) => {
    const command = parseLiveCommand(args);
    return command.kind === "run" ? [command.page, command.plan.rate] : undefined;
  };
  assertEquals(pageOf("--page"), [0, 100_000]);
  assertEquals(pageOf("--page", "--rate", "5"), [0, 5]);
  for (const args of [["--page", "8080"], ["--page=8080"], ["--page", "8080", "--json"]]) {
    assertEquals(pageOf(...args), [8080, 100_000]);
  }
  assertEquals(pageOf("--page", "65535"), [65_535, 100_000]);
  for (const port of ["0", "65536", "1.5", "x"]) {
    assertThrows(
      () => parseLiveCommand([`--page=${port}`]),
      Error,
      `--page must be an integer from 1 to 65535, got ${port}`,
    );
  }
  assertThrows(() => parseLiveCommand(["--page", "--page"]), Error, "--page is given 2 times: give it once");
  // A specification may follow it.
  assertThrows(() => parseLiveCommand(["--page", "system.json"]), Error, "cannot read system.json");
  assertThrows(
    () => parseLiveCommand(["--hiccups-only", "--page"]),
    Error,
    "--page does not go with --hiccups-only, which runs no system",
  );
});
