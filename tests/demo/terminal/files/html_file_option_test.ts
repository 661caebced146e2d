import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runDemo } from "../../../../demo/scenarios/run_demo.ts";
import { htmlProblems, textOf } from "../../html/_html_check.ts";
import { recordedIo } from "../_io.ts";
import { FakeFiles } from "./_fake_files.ts";

function demo(args: readonly string[], files = new FakeFiles()) {
  const io = recordedIo();
  const status = runDemo(args, io, undefined, files);
  return { status, stdout: io.stdout, stderr: io.stderr, files };
}

Deno.test("--html FILE writes the page beside the report, and --html - prints it in its place", () => {
  for (const id of ["producer-heavy", "itch-burst"]) {
    const plain = demo([id]);
    const written = demo([id, "--html", "out/page.html"]);
    assertEquals([written.status, written.stdout, written.stderr], [0, plain.stdout, ""]);
    const page = written.files.content.get("out/page.html") ?? "";
    assertEquals(htmlProblems(page), []);
    const printed = demo([id, "--html=-"]);
    assertEquals([printed.status, printed.stderr, printed.files.journal], [0, "", []]);
    assert(printed.stdout === page, "the same page");
    const json = demo([id, "--json", "--html", "page.html"]);
    assert(json.files.content.get("page.html") === page, "the same page again");
    assertStringIncludes(textOf(page), `\ndeno task demo ${id}\n`);
    assertStringIncludes(textOf(page), JSON.parse(json.stdout).digest);
  }
});

Deno.test("--html says which command works where the file is not permitted, before anything runs", () => {
  for (const [command, seed] of [["balanced", "--seed 3"], ["opra-line", "--seed 3"]]) {
    const files = Object.assign(new FakeFiles(), { fault: "permission" as const });
    const { status, stdout, stderr } = demo([command, ...seed.split(" "), "--html", "out/page.html"], files);
    assertEquals([status, stdout], [2, ""]);
    assertEquals(
      stderr,
      "error: --html needs --allow-read=out --allow-write=out: deno run --allow-read=out --allow-write=out " +
        `demo/main.ts ${command} ${seed} --html out/page.html\n`,
    );
  }
});

Deno.test("--html that cannot be written is told in one line, and the report is printed", () => {
  for (const id of ["balanced", "opra-line"]) {
    const files = Object.assign(new FakeFiles(), { fault: "replace" as const });
    const { status, stdout, stderr } = demo([id, "--html", "page.html"], files);
    assertEquals([status, stderr], [2, "error: --html: cannot write page.html: no space left\n"]);
    assertStringIncludes(stdout, "digest");
  }
});

Deno.test("--html is refused in one line beside what contradicts it", () => {
  const refused: [args: string[], message: string][] = [
    [["balanced", "--json", "--html", "-"], "--json and --html - both say what is printed: give one of them"],
    [["balanced", "--trace", "--html", "-"], "--trace and --html - both say what is printed: give one of them"],
    [["opra-line", "--json", "--html", "-"], "--json and --html - both say what is printed: give one of them"],
    [
      ["balanced", "--html", "-", "--timeline", "-"],
      "--html - and --timeline - both say what is printed: give one of them",
    ],
    [
      ["balanced", "--print-spec", "--html", "page.html"],
      "--print-spec cannot be combined with --html, since it runs nothing: give one of them",
    ],
    [
      ["balanced", "--html", "a.prom", "--metrics-file", "a.prom"],
      "--html and --metrics-file must name different files, got a.prom and a.prom",
    ],
    [
      ["opra-line", "--html", "a", "--timeline", "a"],
      "--html and --timeline must name different files, got a and a",
    ],
    [["balanced", "--html", "a", "--html", "b"], "--html is given 2 times: give it once"],
    [["balanced", "--html"], "--html needs a value: a path, or - for standard output"],
    [["balanced", "--html="], "--html needs a value: a path, or - for standard output"],
  ];
  for (const [args, message] of refused) {
    const { status, stdout, stderr } = demo(args);
    assertEquals([status, stdout, stderr], [2, "", `error: ${message}\n`]);
  }
});
