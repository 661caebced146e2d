import { draw, label, path } from "../svg.ts";
import { grouped, niceStep, unitOf, widthOf } from "../words.ts";
import type { Sheet } from "./sheet.ts";

/** The axis, in steps or in the unit of time that fits. */
export function timeAxis(sheet: Sheet, isSteps: boolean): void {
  const { body, left, right, narrow, scale, size, span, width, y } = sheet;
  const unit = isSteps ? { name: "step", ns: 1 } : unitOf(span);
  const step = Math.max(niceStep(span / unit.ns, (right - left) / (narrow ? 76 : 84)), isSteps ? 1 : 0);
  body.push(path("tick", draw("M", left, y, "H", right)));
  for (let tick = 0; tick * step * unit.ns <= span - (isSteps ? 1 : 0) + span * 1e-9; tick++) {
    const value = Number((tick * step).toPrecision(9));
    const x = left + (value + (isSteps ? 0.5 : 0)) * unit.ns * scale;
    const text = value % 1 === 0 ? grouped(value) : String(value);
    const half = widthOf(text, size) / 2;
    body.push(
      path("tick", draw("M", x, y, "v", 5)),
      label(Math.min(x, width - 2 - half), y + 20, text, "soft", "middle"),
    );
  }
  body.push(label(right, y + 37, isSteps ? "step" : `time, ${unit.name}`, "soft", "end"));
  sheet.y += 42;
}
