import { assert, assertEquals } from "@std/assert";
import { renderGrid } from "../../../demo/capacity/grid_report.ts";
import { PLAIN } from "../../../demo/terminal/layout/palette.ts";

Deno.test("renderGrid draws a grid of more cells than a call takes arguments", () => {
  const rates = 450;
  const settings = { capacity: 1, maxIngest: rates, maxPolls: rates, totalSteps: 1 };
  const cells = Array.from({ length: rates * rates }, (_, n) => ({
    ingestPerStep: 1 + Math.floor(n / rates),
    pollsPerStep: 1 + n % rates,
    predicted: undefined,
    observed: undefined,
    predictedWithoutEnd: 9,
  }));
  const text = renderGrid(settings, cells, { width: 80, palette: PLAIN });
  assert(text.endsWith("\n202500 of 202500 cells agree with the law\n"), text.slice(-100));
  assertEquals(text.match(/^ +450 /gm)?.length, Math.ceil(rates / Math.floor((80 - 8) / 4)));
});
