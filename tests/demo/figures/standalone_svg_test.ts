import { FIGURE_STYLE } from "../../../demo/figures/figure_style.ts";
import { assert, assertEquals } from "@std/assert";
import { ringFigure } from "../../../demo/figures/ring_figure.ts";
import { standaloneSvg } from "../../../demo/figures/standalone_svg.ts";
import { parseMarkup } from "./lanes/_markup.ts";

Deno.test("standaloneSvg has style and ground inside, asks for nothing, and stays well-formed", () => {
  const moment = { capacity: 8, head: 4, cursors: [{ name: "a > b", cursor: 1 }] };
  const text = standaloneSvg(
    ringFigure(moment, { width: 360, id: "r", sentence: "4 > 3" }),
    `${FIGURE_STYLE}.more{fill:red}`,
  );
  const svg = parseMarkup(text.trimEnd());
  const [style, ground] = svg.children;
  assert(typeof style !== "string" && typeof ground !== "string");
  assertEquals([style.tag, ground.tag], ["style", "rect"]);
  assert(text.includes(".more{fill:red}</style>"));
  assert(!/url\((?!#)|@import|<script|href/.test(text));
});
