import { greatest, stairs } from "./columns.ts";
import type { RunView } from "../run_view.ts";
import { mostOf } from "../sentences.ts";
import { label, path } from "../svg.ts";
import { duration } from "../words.ts";
import { dashOf, entitle, partsOf, type Sheet } from "./sheet.ts";

/** How old events were when they were decided on: the greatest of each column. */
export function staleLane(sheet: Sheet, views: readonly RunView[]): void {
  const { body, left } = sheet;
  const height = 46;
  const top = Math.max(...views.map(({ stalenessNsMax }) => mostOf(stalenessNsMax)));
  entitle(sheet, "staleness", top > 0 ? `max ${duration(top)}` : "", height);
  const bottom = sheet.y + height;
  if (top > 0) {
    views.forEach((view, index) => {
      const { count, width } = partsOf(sheet, view, 1);
      const d = stairs(
        greatest(view.stalenessNsMax, count),
        left,
        width,
        (ns) => bottom - ns / top * (height - 4),
        true,
      );
      body.push(path("stale", d, { "stroke-dasharray": views.length > 1 ? dashOf(index) : undefined }));
    });
  } else {
    const isFresh = views.some(({ account }) => account.live + account.provisional > 0);
    sheet.front.push(
      label(left, bottom - 16, isFresh ? "always 0" : "no decisions", "soft halo"),
    );
  }
  sheet.y = bottom;
}
