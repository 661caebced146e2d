import { printable } from "../../../../config/printable.ts";
import { bullets, facts, type Sentence, sentences, tableOf } from "../../../html/html_blocks.ts";
import { type HtmlSection, renderPage } from "../../../html/html_page.ts";
import { plural } from "../../../terminal/layout/number_format.ts";
import type { GapResult } from "../../plane/gap_run.ts";
import { formatSpan } from "../format.ts";
import { gapLimits, gapRows, gapSettings, gapsNote } from "../gap_report.ts";

/** A measurement of the idle machine as a page. */
export function renderGapPage(result: GapResult, replay: string): string {
  const { threads, failures } = result;
  const gaps = threads.reduce((sum, report) => sum + (report?.gapsNs.count ?? 0), 0);
  const longestNs = Math.max(0, ...threads.map((report) => report?.gapsNs.count ? report.gapsNs.max : 0));
  const sections: HtmlSection[] = [
    { id: "gaps", title: "Gaps", note: gapsNote(result), markup: tableOf("Gaps of each thread", gapRows(result)) },
    ...(failures.length === 0 ? [] : [{
      id: "failed",
      title: "Failed",
      markup: sentences(failures.map((text): Sentence => [printable(text), "bad"])),
    }]),
    { id: "limits", title: "Not measured", markup: bullets(gapLimits(result)) },
    { id: "settings", title: "Machine", markup: facts(gapSettings(result)) },
  ];
  return renderPage({
    subject: "The machine alone",
    verdict: [
      { text: `With no system at all, this machine paused ${plural(gaps, "time")}`, role: "plain" },
      { text: gaps === 0 ? "." : `, for ${formatSpan(longestNs)} at the longest.`, role: "plain" },
    ],
    lead: [],
    sections,
    commands: [["again", replay]],
    digest: undefined,
    footnote: "Real threads in real time: no two runs are the same.",
  });
}
