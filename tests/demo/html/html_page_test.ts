import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  bullets,
  claimList,
  dataTable,
  details,
  facts,
  figureBlock,
  note,
  paragraph,
  scrolling,
  sentences,
  subsection,
  tableOf,
} from "../../../demo/html/html_blocks.ts";
import { type HtmlPage, renderPage } from "../../../demo/html/html_page.ts";
import { htmlProblems, textOf } from "./_html_check.ts";

const NASTY = `<script>alert("1")</script> & 'x' \u{1f4a5} \u202e`;

function page(markup: string, changes: Partial<HtmlPage> = {}): string {
  return renderPage({
    subject: "subject",
    verdict: [{ text: "said", role: "law" }],
    lead: ["lead"],
    sections: [{ id: "one", title: "One", note: "a note", markup }],
    commands: [["replay", "deno task demo balanced"]],
    digest: "0123",
    footnote: "foot",
    ...changes,
  });
}

Deno.test("renderPage is well formed, allows its own style and nothing else, and names its parts", () => {
  const html = page(
    paragraph("text", "bad") + facts([["a", "b"], ["c", [["d"], ["e", "warning"]]]]) +
      details("more", tableOf("caption", { head: ["", "x"], rows: [["r", "1"], ["  part", "2"]] }, ["good"])) +
      claimList([{ claim: "so it is", held: true }, { claim: "not so", held: false }]) +
      figureBlock({
        wide: '<svg role="img" aria-label="a"><path d="M0 0"/></svg>',
        narrow: '<svg role="img" aria-label="a"/>',
        sentence: "b",
      }),
  );
  assertEquals(htmlProblems(html), []);
  assertStringIncludes(html, "default-src 'none'; style-src 'sha256-");
  assertStringIncludes(textOf(html), "held so it is");
  assertStringIncludes(textOf(html), "NOT HELD not so");
});

Deno.test("renderPage escapes whatever it is given, wherever that stands", () => {
  const markup = [
    paragraph(NASTY),
    note(NASTY),
    bullets([NASTY]),
    sentences([[NASTY, "bad"]]),
    facts([[NASTY, NASTY], [NASTY, [[NASTY, "good"]]]]),
    claimList([{ claim: NASTY, held: true }]),
    dataTable({ caption: NASTY, corner: NASTY, head: [NASTY], rows: [{ name: NASTY, cells: [NASTY] }] }),
    figureBlock({ wide: "", sentence: NASTY }),
    details(NASTY, ""),
    subsection(NASTY, ""),
    scrolling(NASTY, ""),
  ];
  for (const one of markup) {
    const html = page(one);
    assertEquals(htmlProblems(html), [], one);
    assertEquals(html.includes("<script"), false, one);
    assertEquals(html.includes("\u202e"), false, one);
  }
  const html = page(
    "",
    {
      subject: NASTY,
      verdict: [{ text: NASTY, role: "plain" }, { text: NASTY, role: "lost" }],
      lead: [NASTY],
      commands: [[NASTY, NASTY]],
      digest: NASTY,
      footnote: NASTY,
      sections: [{ id: "one", title: NASTY, note: NASTY, markup: paragraph(NASTY) }],
    },
  );
  assertEquals(htmlProblems(html), []);
  assertEquals(html.includes("<script"), false);
  assertEquals(html.includes("\u202e"), false, "what turns the direction of the text is gone");
});

Deno.test("htmlProblems finds what is planted", () => {
  const cases: [markup: string, problem: string][] = [
    ["<p>", "</section> closes <p>"],
    ["<p></b>", "</b> closes <p>"],
    ['<p id="one"></p>', "id one is given twice"],
    ['<p style="color:red"></p>', "<p style> is an inline style"],
    ['<p onclick="x()"></p>', "<p onclick> is a handler"],
    ["<script></script>", "there is a script"],
    ['<a href="https://example.com">x</a>', "https://example.com leads out of the page"],
    ['<a href="#nowhere">x</a>', "#nowhere leads nowhere"],
    ["<svg></svg>", "a figure says nothing of itself"],
    ["<table><tr><td>x</td></tr></table>", "1 tables have 0 captions"],
    ["<table><caption>c</caption><tr><th>x</th></tr></table>", "a heading of a table has no scope"],
    ["<p>a & b</p>", 'a bare & in "a & b"'],
    ["<h4>x</h4>", "h4 follows h2"],
    ["<br/>", "<br/> is none of HTML"],
  ];
  for (const [markup, problem] of cases) assertStringIncludes(htmlProblems(page(markup)).join("\n"), problem, markup);
  const good = page("");
  assertStringIncludes(htmlProblems(good.replace("margin:0;", "margin:1px;")).join(), "the policy is");
});
