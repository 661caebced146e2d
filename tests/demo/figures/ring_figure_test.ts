import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type RingCursor, ringFigure, type RingMoment, ringMoment } from "../../../demo/figures/ring_figure.ts";
import { checkFigure, elementsOf, textBoxes, textIn } from "./lanes/_markup.ts";
import { ANY_VIEWS, NAMES, viewOf } from "./lanes/_random_views.ts";
import { plainView } from "./lanes/_views.ts";

function draw(moment: RingMoment, width = 360) {
  return checkFigure(ringFigure(moment, { width, id: "r", sentence: "A ring." }));
}

function classCounts(moment: RingMoment): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { tag, attributes } of elementsOf(draw(moment))) {
    const name = attributes.get("class") ?? "";
    // A slot is one closed piece of a path.
    if (tag === "path") counts[name] = (counts[name] ?? 0) + (attributes.get("d")?.match(/Z/g)?.length ?? 0);
  }
  return counts;
}

function one(capacity: number, head: number, cursor: number): RingMoment {
  return { capacity, head, cursors: [{ name: "main", cursor }] };
}

Deno.test("ringFigure draws every slot once: unread, read, or never written", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(600), fc.nat(300), (bits, head, behind) => {
    const capacity = 2 ** bits;
    const cursor = Math.max(0, head - behind);
    const { unread = 0, read = 0, empty = 0 } = classCounts(one(capacity, head, cursor));
    assertEquals(unread, Math.min(head - cursor, capacity));
    assertEquals(empty, Math.max(0, capacity - head));
    assertEquals(unread + read + empty, capacity);
  }));
});

Deno.test("ringFigure has lost events leave as a tail, while every slot stays readable", () => {
  const { unread, lost } = classCounts(one(64, 104, 36));
  assertEquals([unread, lost], [64, 4]);
  assertEquals(classCounts(one(64, 104, 40)).lost, undefined);
});

Deno.test("ringFigure says how far the consumer is behind, and what is lost", () => {
  const texts = textBoxes(draw(one(64, 104, 36))).map(({ text }) => text);
  for (const text of ["68", "events behind", "4 lost", "head", "104", "cursor", "36"]) {
    assert(texts.includes(text), text);
  }
  assert(textBoxes(draw(one(64, 104, 103))).some(({ text }) => text === "event behind"));
});

Deno.test("ringFigure writes the sequences into slots that are wide enough", () => {
  const texts = textBoxes(draw(one(8, 13, 7))).map(({ text }) => text);
  for (const text of ["5", "6", "7", "8", "9", "10", "11", "12"]) assert(texts.includes(text), text);
});

Deno.test("ringFigure has each event at its sequence modulo the capacity, clockwise from the top", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 99 }), (bits, head) => {
    const capacity = 2 ** bits;
    const svg = draw(one(capacity, head, head), 500);
    const slots = [...elementsOf(svg)].filter(({ tag, attributes }) =>
      tag === "text" && attributes.get("class") === "soft"
    );
    let found = 0;
    for (const { attributes, children } of slots) {
      const sequence = Number(children.join(""));
      const [dx, dy] = [Number(attributes.get("x")) - 250, Number(attributes.get("y")) - 4 - 236];
      if (Number.isNaN(sequence) || Math.hypot(dx, dy) < 100) continue;
      const turn = (Math.atan2(dx, -dy) / 2 / Math.PI + 1) % 1;
      assertEquals(Math.floor(turn * capacity), sequence % capacity, `${sequence} of ${head} in ${capacity}`);
      found++;
    }
    assertEquals(found, Math.min(head, capacity));
  }));
});

Deno.test("ringFigure numbers several consumers, and names each with its lag", () => {
  const cursors = Array.from({ length: 7 }, (_, index) => ({ name: `c${index}`, cursor: 90 + index }));
  const svg = draw({ capacity: 64, head: 104, cursors });
  assertEquals([...elementsOf(svg)].filter(({ tag }) => tag === "circle").length, 8);
  const texts = textBoxes(svg).map(({ text }) => text);
  for (const text of ["c0", "14 behind", "c3", "3 more, at most 10 behind"]) assert(texts.includes(text), text);
});

Deno.test("ringFigure keeps labels apart and inside, at any moment and width", () => {
  const cursor = fc.record({ name: NAMES, behind: fc.oneof(fc.nat(200), fc.nat(5_000_000)) });
  const moment = fc.record({
    bits: fc.integer({ min: 0, max: 20 }),
    head: fc.oneof(fc.nat(500), fc.nat(100_000_000)),
    consumers: fc.array(cursor, { maxLength: 6 }),
    state: fc.constantFrom("WARMUP", "READY", "DEGRADED", undefined),
    width: fc.integer({ min: 240, max: 520 }),
  });
  fc.assert(
    fc.property(moment, ({ bits, head, consumers, state, width }) => {
      const cursors = consumers.map(({ name, behind }): RingCursor => ({ name, cursor: Math.max(0, head - behind) }));
      draw({ capacity: 2 ** bits, head, cursors, state }, width);
    }),
    { numRuns: 300 },
  );
});

Deno.test("ringFigure draws any column of any view", () => {
  fc.assert(
    fc.property(ANY_VIEWS, fc.double({ min: 0, max: 0.999, noNaN: true }), (any, share) => {
      const view = viewOf(any);
      draw(ringMoment([view], Math.floor(share * view.count)));
    }),
  );
});

Deno.test("ringMoment is before the polls in a run by steps, and at the end of an interval of time", () => {
  const view = plainView();
  assertEquals(ringMoment([view], 12), {
    capacity: 64,
    head: 104,
    cursors: [{ name: "main", cursor: 36 }],
    state: "READY",
  });
  assertEquals(ringMoment([{ ...view, unit: "time" }], 12).cursors, [{ name: "main", cursor: 104 }]);
  assertEquals(ringMoment([view], 9).state, "WARMUP");
});

Deno.test("ringFigure shows a consumer that is called like markup as text", () => {
  const name = "<script>alert(1)</script>";
  const svg = draw({ capacity: 8, head: 4, cursors: [{ name, cursor: 1 }, { name: "b", cursor: 2 }] }, 500);
  assert(![...elementsOf(svg)].some(({ tag }) => tag === "script"));
  assert(textIn(svg).includes(name));
});
