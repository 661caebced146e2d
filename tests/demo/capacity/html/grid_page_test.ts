import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sweepCapacity } from "../../../../demo/capacity/capacity_grid.ts";
import { renderGridPage } from "../../../../demo/capacity/html/grid_page.ts";
import { runCapacity } from "../../../../demo/capacity/run_capacity.ts";
import { htmlProblems, textOf } from "../../html/_html_check.ts";
import { FakeFiles } from "../../terminal/files/_fake_files.ts";
import { recordedIo } from "../../terminal/_io.ts";

const SETTINGS = { capacity: 8, maxIngest: 5, maxPolls: 4, totalSteps: 6 };

/** The cells of the page, row by row. */
function cellsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(<th scope="row">.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell]) => cell)
  );
}

Deno.test("renderGridPage has the step of every cell, and a sign where there is none", () => {
  const cells = sweepCapacity(SETTINGS);
  const html = renderGridPage(SETTINGS, cells, "deno task capacity");
  assertEquals(htmlProblems(html), []);
  assertStringIncludes(textOf(html), "The law and the run say the same in 20 of 20 pairs of rates.");
  const rows = cellsOf(html);
  assertEquals(rows.length, 5);
  for (const { ingestPerStep, pollsPerStep, observed, predictedWithoutEnd } of cells) {
    const shown = observed ?? (predictedWithoutEnd === undefined ? "·" : "&gt;");
    assertEquals(rows[ingestPerStep - 1][pollsPerStep], String(shown));
  }
  assertStringIncludes(textOf(html), "after the 6 steps of the run");
});

Deno.test("renderGridPage says where law and simulation disagree", () => {
  const cells = sweepCapacity(SETTINGS, () => 0);
  const text = textOf(renderGridPage(SETTINGS, cells, ""));
  assertStringIncludes(text, "The law and the run say the same in 0 of 20 pairs of rates.");
  assertStringIncludes(text, "ingest 2, polls 4: law 0, simulation never");
  assertStringIncludes(text, "law and simulation disagree");
});

Deno.test("renderGridPage is bounded, and says what it leaves out", () => {
  const rates = 1_000;
  const settings = { capacity: 1, maxIngest: rates, maxPolls: rates, totalSteps: 1 };
  const cells = Array.from({ length: rates * rates }, (_, n) => ({
    ingestPerStep: 1 + Math.floor(n / rates),
    pollsPerStep: 1 + n % rates,
    predicted: undefined,
    observed: undefined,
    predictedWithoutEnd: undefined,
  }));
  const html = renderGridPage(settings, cells, "");
  assert(html.length < 250_000, `${html.length} characters`);
  assertStringIncludes(textOf(html), "Not every rate is shown; --json has them all.");
  assertEquals(htmlProblems(html), []);
});

Deno.test("capacity --html writes a page beside the grid, and in its place where FILE is -", () => {
  const [io, printed, files] = [recordedIo(), recordedIo(), new FakeFiles()];
  assertEquals(runCapacity(["--capacity", "8", "--html", "grid.html"], io, undefined, files), 0);
  assertStringIncludes(io.stdout, "225 of 225 cells agree");
  assertEquals(runCapacity(["--capacity", "8", "--html", "-"], printed, undefined, files), 0);
  assert(printed.stdout === files.content.get("grid.html"), "the same page");
  assertStringIncludes(textOf(printed.stdout), "deno task capacity --capacity 8\n");
  const refused = recordedIo();
  assertEquals(runCapacity(["--json", "--html", "-"], refused), 2);
  assertEquals(refused.stderr, "error: --json and --html - both say what is printed: give one of them\n");
});

Deno.test("capacity --html says which command works where a file is not permitted", () => {
  const files = Object.assign(new FakeFiles(), { fault: "permission" as const });
  const io = recordedIo();
  assertEquals(runCapacity(["--capacity", "8", "--html", "out/grid.html"], io, undefined, files), 2);
  assertEquals(
    io.stderr,
    "error: --html needs --allow-read=out --allow-write=out: deno run --allow-read=out --allow-write=out " +
      "demo/capacity.ts --capacity 8 --html out/grid.html\n",
  );
  assertEquals(io.stdout, "");
});
