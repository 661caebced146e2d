import { assert, assertEquals } from "@std/assert";
import { predictionLines, serviceLines } from "../../../../demo/live/view/service_lines.ts";
import { displayWidth } from "../../../../demo/terminal/layout/display_width.ts";
import { feedResult, SYSTEM } from "../_results.ts";

Deno.test("services and predictions stay within 80 columns, whatever names are written in", () => {
  for (const name of ["a".repeat(64), "名".repeat(32), "🙂".repeat(32)]) {
    const system = { ...SYSTEM, consumers: [{ ...SYSTEM.consumers[0], name }] };
    const base = feedResult();
    const result = feedResult({
      plan: { ...base.plan, system },
      prediction: { specification: system, consumers: base.prediction!.consumers },
    });
    const lines = [...serviceLines(result), ...predictionLines(result, 78)];
    assertEquals(lines.filter((line) => line.includes("…")).length, 2);
    for (const line of lines) assert(displayWidth(line) <= 78, line);
  }
});
