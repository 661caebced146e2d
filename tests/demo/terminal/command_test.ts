import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Command, parseCommand, runCommand, runLongCommand } from "../../../demo/terminal/command.ts";
import { ExitStatus } from "../../../demo/terminal/exit_status.ts";
import { choose, findNamed, readChoice, readDecimal, readInteger } from "../../../demo/terminal/option_values.ts";
import { UsageError } from "../../../demo/terminal/usage_error.ts";

const WALK: Command = {
  usage: "deno task walk [OPTION...]",
  summary: "Walks.",
  options: [{ name: "steps", value: "STEPS", rule: "an integer from 1 to 9", help: "Steps to take." }],
  statuses: [["0", "there"], ["1", "not there"]],
};

/** Output that is kept. */
function keep() {
  const kept = { out: "", err: "" };
  const io = {
    out: (text: string) => void (kept.out += text),
    err: (text: string) => void (kept.err += text),
    colour: false,
    columns: 80,
  };
  return { kept, io };
}

Deno.test("runCommand shows the help, with --help and every exit status, and runs nothing", () => {
  for (const args of [["--help"], ["-h"], ["--steps", "3", "--help"]]) {
    const { kept, io } = keep();
    assertEquals(runCommand(WALK, args, io, () => assert(false, "it ran") as never), ExitStatus.OK);
    assertEquals(kept.out.split("\n"), [
      "Usage: deno task walk [OPTION...]",
      "",
      "Walks.",
      "",
      "Options",
      "  --steps STEPS  Steps to take.",
      "  --help         Shows this text, and does nothing else.",
      "",
      "Exit status",
      "  0  there",
      "  1  not there",
      "  2  wrong usage, or the output cannot be written",
      "",
    ]);
  }
});

Deno.test("runCommand answers wrong usage in one line with status 2, and lets mistakes of the program go on", () => {
  for (
    const [args, line] of [
      [["--step", "3"], "error: unknown option --step: did you mean --steps? options are --steps, --help\n"],
      [["far"], "error: walk takes only options, got far\n"],
    ] as const
  ) {
    const { kept, io } = keep();
    assertEquals(runCommand(WALK, args, io, () => assert(false, "it ran") as never), ExitStatus.USAGE);
    assertEquals(kept, { out: "", err: line });
  }
  assertThrows(() => runCommand(WALK, [], keep().io, () => undefined!["steps"]), TypeError);
});

Deno.test("parseCommand gives operands to a command that takes them, and help where nothing is given", () => {
  const named: Command = {
    ...WALK,
    operands: { title: "Places", entries: [["home", "Home."]] },
    isHelpWhenEmpty: true,
  };
  assertEquals(parseCommand(named, ["home"])?.positionals, ["home"]);
  assertEquals(parseCommand(named, []), undefined);
  assertEquals(parseCommand(WALK, [])?.positionals, []);
});

Deno.test("runLongCommand refuses before it begins, and what shows later in the same way", async () => {
  const { kept, io } = keep();
  const refuse = (when: string) => {
    throw new UsageError(`refused ${when}`);
  };
  assertEquals(await runLongCommand(WALK, [], io, () => refuse("before"), () => Promise.resolve(0)), 2);
  assertEquals(await runLongCommand(WALK, [], io, () => 5, async (steps) => await refuse(`after ${steps}`)), 2);
  assertEquals(kept.err, "error: refused before\nerror: refused after 5\n");
  assertEquals(await runLongCommand(WALK, [], io, () => 1, (status) => Promise.resolve(status)), 1);
  await assertRejects(
    () => runLongCommand(WALK, [], io, () => 1, () => Promise.reject(new TypeError("mine"))),
    TypeError,
  );
});

/** What a reader says of a value. */
function problem(read: () => unknown): string {
  return assertThrows(read, UsageError).message;
}

Deno.test("option readers take what their rule allows, and name the rule and the value otherwise", () => {
  const given = (text: string) => ({ values: new Map([["a", [text]]]) });
  assertEquals(readInteger({ values: new Map() }, "a", 1, 9), undefined);
  assertEquals([readInteger(given("1"), "a", 1, 9), readInteger(given("9"), "a", 1, 9)], [1, 9]);
  for (const text of ["0", "10", "1.0", "1e0", "-1", "+1", " 1", "0x1", "one", "1n"]) {
    assert(
      problem(() => readInteger(given(text), "a", 1, 9)).startsWith("--a must be an integer from 1 to 9, got "),
      text,
    );
  }
  assertEquals([readDecimal(given("0.5"), "a", 0.5, 2), readDecimal(given("2"), "a", 0.5, 2)], [0.5, 2]);
  for (const text of ["0.4", "2.1", ".5", "1.", "1e0", "1.1.1", "Infinity", "NaN", "-1"]) {
    assert(
      problem(() => readDecimal(given(text), "a", 0.5, 2)).startsWith("--a must be a number from 0.5 to 2, got "),
      text,
    );
  }
  assertEquals(readChoice(given("spin"), "a", ["spin", "park"]), "spin");
  assertEquals(
    problem(() => readChoice(given("Park"), "a", ["spin", "park"])),
    "--a must be one of spin, park, got Park: did you mean park?",
  );
  assertEquals(choose("park", ["spin", "park"], "no"), "park");
  assertEquals(
    problem(() => findNamed("place", "hme", ["home", "away"])),
    "unknown place hme: did you mean home? places are home, away",
  );
});
