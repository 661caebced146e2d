import type { LifecycleStateName } from "../../mod.ts";
import type { RunView } from "./run_view.ts";
import { box, draw, element, figure, hatch, label, path, polar, sector } from "./svg.ts";
import { fitted, grouped, widthOf } from "./words.ts";

/** A consumer at a moment. */
export interface RingCursor {
  /** Its name. */
  readonly name: string;
  /** The next sequence that it reads. What the ring has overwritten from here on is lost. */
  readonly cursor: number;
}

/** A ring at one moment. */
export interface RingMoment {
  /** Slots: a power of two. */
  readonly capacity: number;
  /** The next sequence to be published. */
  readonly head: number;
  /** The consumers; the first is the one that the middle of the figure speaks of. */
  readonly cursors: readonly RingCursor[];
  /** The lifecycle's state. */
  readonly state?: LifecycleStateName | undefined;
}

/** How a ring is drawn. */
export interface RingOptions {
  /** Width, in pixels: from 240 on. */
  readonly width: number;
  /** Begins the ids in the figure: unique in the document. */
  readonly id: string;
  /** What the figure shows, in a sentence. */
  readonly sentence: string;
}

/**
 * The moment of a column that is worth looking at: in a run by steps the one before the polls, where an overrun is found; in a
 * run by times the end of the interval. All views are of one run.
 */
export function ringMoment(views: readonly RunView[], column: number): RingMoment {
  const { capacity, head, states } = views[0];
  return {
    capacity,
    head: head[column],
    cursors: views.map((view) => ({ name: view.name, cursor: head[column] - lagShown(view, column) })),
    state: states.findLast(({ from }) => from <= column)?.state,
  };
}

/** The lag at the moment that {@linkcode ringMoment} is about. */
export function lagShown(view: RunView, column: number): number {
  return (view.unit === "step" ? view.lagMax : view.lag)[column];
}

/** Most slots that are drawn one by one; a larger ring is a band. */
const SLOTS_MAX = 128;
/** Most consumers with a track of their own inside the ring. */
const TRACKS_MAX = 4;
/** Room for labels beside, above and below the ring. */
const MARGIN = 74;
const MARGIN_Y = 60;
const TRACK = 17;

/**
 * The ring at a moment: slots clockwise from the top by `sequence mod capacity`, what each holds, the head, the cursors, and lost
 * events as a tail that leaves it. A slot always shows the event that it holds, which is readable.
 */
export function ringFigure(moment: RingMoment, { width, id, sentence }: RingOptions): string {
  const x = width / 2;
  const radius = x - MARGIN;
  const many = moment.cursors.length > 1;
  const inner = radius * (many ? 0.78 : 0.7);
  const tracks = many ? trackedOf(moment, Math.max(1, Math.min(TRACKS_MAX, Math.floor((inner - 6) / TRACK)))) : [];
  const y = radius + MARGIN_Y;
  const tail = tailOf(moment, x, y, radius, id);
  const marks = tracks.map((index, place) => trackOf(moment, index, place, x, y, inner));
  const key = keyOf(moment, tracks, width, 2 * y + 2, id);
  const body = [
    slotsOf(moment, x, y, inner, radius),
    tail.markup,
    marksOf(moment, x, y, inner, radius, tail),
    ...marks.map(({ line }) => line),
    ...marks.map(({ badge }) => badge),
    middleOf(moment, x, y, 2 * (inner - 10 - TRACK * tracks.length)),
    key.markup,
  ];
  return figure(id, width, key.bottom, sentence, "ring", ...body);
}

/** The slots, or the spans of a band. Unread is what a consumer has still to read, whichever. */
function slotsOf({ capacity, head, cursors }: RingMoment, x: number, y: number, inner: number, radius: number): string {
  const lag = cursors.reduce((most, { cursor }) => Math.max(most, head - cursor), 0);
  const written = Math.min(head, capacity);
  const unread = Math.min(lag, written);
  const d = { unread: "", read: "", empty: "" };
  let numbers = "";
  if (capacity > SLOTS_MAX) {
    const spans = [["unread", head - unread, head], ["read", head - written, head - unread], [
      "empty",
      head,
      head + capacity - written,
    ]] as const;
    for (const [kind, from, to] of spans) {
      if (to > from) {
        d[kind] += sector(x, y, inner, radius, from / capacity % 1, from / capacity % 1 + (to - from) / capacity);
      }
    }
  } else {
    const gap = capacity > 1 ? Math.min(1.2 / radius / Math.PI, 0.2 / capacity) : 0;
    const hasNumbers = capacity <= 32 &&
      Math.max(12, widthOf(String(head), 12)) < Math.min(radius - inner - 4, 2.7 * (inner + radius) / capacity);
    for (let slot = 0; slot < capacity; slot++) {
      // The newest event whose place this is.
      const sequence = head - 1 - (head - 1 - slot + capacity) % capacity;
      const kind = sequence < 0 ? "empty" : sequence >= head - unread ? "unread" : "read";
      d[kind] += sector(x, y, inner, radius, slot / capacity + gap / 2, (slot + 1) / capacity - gap / 2);
      if (sequence >= 0 && hasNumbers) {
        const [tx, ty] = polar(x, y, (inner + radius) / 2, (slot + 0.5) / capacity);
        numbers += label(tx, ty + 4, String(sequence), kind === "unread" ? "tnew" : "soft", "middle");
      }
    }
  }
  return path("unread", d.unread) + path("read", d.read) + path("empty", d.empty) + numbers;
}

interface Tail {
  readonly markup: string;
  readonly lost: number;
  /** Distance of its far end from the centre. */
  readonly end: number;
  /** How far it reaches back from the head, in turns. */
  readonly turns: number;
}

/** The lost events of the first consumer: at the places where they were, the farther out the longer ago. */
function tailOf({ capacity, head, cursors }: RingMoment, x: number, y: number, radius: number, id: string): Tail {
  const lost = cursors.length === 0 ? 0 : Math.max(0, head - cursors[0].cursor - capacity);
  // The tail ends before it meets itself.
  const turns = Math.min(lost / capacity, 0.94);
  const pieces = Math.ceil(capacity > SLOTS_MAX ? turns * 120 : turns * capacity);
  const end = head / capacity % 1;
  const gap = capacity > SLOTS_MAX ? 0 : Math.min(2 / radius / Math.PI, 0.2 / capacity);
  let d = "";
  let out = radius + 3;
  for (let piece = 0; piece < pieces; piece++) {
    out = radius + 3 + 8 * piece / Math.max(pieces, 12);
    const to = end - turns * piece / pieces;
    d += sector(x, y, out, out + 6, to - turns / pieces + gap / 2, to - gap / 2);
  }
  return { markup: path("lost", d, { fill: hatch(id, "lost") }), lost, end: pieces > 0 ? out + 6 : radius, turns };
}

/** A name with its number, beside a mark. */
interface Tag {
  readonly lines: readonly string[];
  readonly className: string;
  readonly distance: number;
  turn: number;
}

/** The head and, where there is one consumer, its cursor, with labels that do not meet. */
function marksOf(moment: RingMoment, x: number, y: number, inner: number, radius: number, tail: Tail): string {
  const { capacity, head, cursors } = moment;
  const at = head / capacity % 1;
  const reach = radius + 10;
  const headTag: Tag = { lines: numberLines("head", head), className: "bold", distance: radius + 22, turn: at };
  const tags = [headTag];
  let markup = line(x, y, inner - 4, reach, at);
  // Two triangles at one place stand side by side.
  const apart = 8 / radius / 2 / Math.PI;
  if (cursors.length === 1) {
    const { cursor } = cursors[0];
    const turn = cursor / capacity % 1;
    const far = Math.max(reach, tail.end + 1);
    const between = (at - turn + 1) % 1;
    const nearest = Math.min(between, 1 - between);
    const isClose = nearest < 2 * apart;
    const shift = isClose ? apart - nearest / 2 : 0;
    const side = between <= 0.5 ? 1 : -1;
    const tag: Tag = {
      lines: numberLines("cursor", cursor),
      className: "bold",
      distance: far + 12,
      turn: turn - side * shift,
    };
    headTag.turn += side * shift;
    markup += line(x, y, inner - 4, far, turn) + triangle(x, y, far, tag.turn, "hollow");
    tags.push(tag);
    markup += triangle(x, y, reach, headTag.turn, "solid");
    for (let push = 0; push < 90 && meet(boxOf(headTag, x, y), boxOf(tag, x, y), 4); push++) {
      headTag.turn += side * 0.006;
      tag.turn -= side * 0.006;
    }
  } else markup += triangle(x, y, reach, at, "solid");
  if (tail.lost > 0) {
    const tag: Tag = {
      lines: [`${grouped(tail.lost)} lost`],
      className: "tlost",
      distance: tail.end + 5,
      turn: at - tail.turns / 2,
    };
    // Where it meets another label, the middle of the figure says it alone.
    for (const offset of [0, 0.02, -0.02, 0.04, -0.04, 0.06, -0.06, 0.09, -0.09, 0.13, -0.13]) {
      const moved = { ...tag, turn: tag.turn + offset };
      const place = boxOf(moved, x, y);
      if (Math.abs(offset) > tail.turns / 2 + 0.05) break;
      const isOnRing = Math.hypot(Math.max(0, place.x - x, x - place.x - place.width), place.y + 7 - y) < tail.end;
      if (isOnRing || tags.some((other) => meet(boxOf(other, x, y), place, 10))) continue;
      tags.push(moved);
      break;
    }
  }
  return markup + tags.map((tag) => tagOf(tag, x, y)).join("");
}

/** The lines of a label: its word and, where there is room, its number. */
function numberLines(word: string, sequence: number): string[] {
  const number = grouped(sequence);
  return number.length > 6 ? [word] : [word, number];
}

function line(x: number, y: number, inner: number, outer: number, turn: number): string {
  return path("lead", draw("M", ...polar(x, y, inner, turn), "L", ...polar(x, y, outer, turn)));
}

/** A triangle that points to the centre. */
function triangle(x: number, y: number, radius: number, turn: number, className: string): string {
  const [tx, ty] = polar(x, y, radius, turn);
  return path(className, "M0 0L-5.5-10H5.5Z", { transform: `translate(${draw(tx, ty)}) rotate(${draw(360 * turn)})` });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a label lies that touches a circle from outside. */
function boxOf({ lines, distance, turn }: Tag, x: number, y: number): Box {
  const width = Math.max(...lines.map((line) => 1.05 * widthOf(line, 12)));
  const height = 15 * lines.length;
  const [dx, dy] = polar(0, 0, 1, turn);
  const reach = distance + Math.abs(dx) * width / 2 + Math.abs(dy) * height / 2;
  const left = Math.max(1, Math.min(x + dx * reach - width / 2, 2 * x - 1 - width));
  return { x: left, y: y + dy * reach - height / 2, width, height };
}

function meet(a: Box, b: Box, gap: number): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap;
}

function tagOf(tag: Tag, x: number, y: number): string {
  const place = boxOf(tag, x, y);
  return tag.lines.map((line, index) =>
    label(place.x + place.width / 2, place.y + 12 + 15 * index, line, tag.className, "middle")
  ).join("");
}

/** The consumers that get a track: the first, and those that are farthest behind, in their order. */
function trackedOf({ cursors }: RingMoment, most: number): number[] {
  const rest = cursors.map((_, index) => index).slice(1).sort((a, b) => cursors[a].cursor - cursors[b].cursor || a - b);
  return [0, ...rest.slice(0, most - 1)].sort((a, b) => a - b);
}

/** The marks of one of several consumers. Lines are drawn before all numbers. */
interface Track {
  readonly line: string;
  readonly badge: string;
}

/** The unread events of one of several consumers: an arc that begins at its number and ends at the head. */
function trackOf(moment: RingMoment, index: number, place: number, x: number, y: number, inner: number): Track {
  const { capacity, head, cursors } = moment;
  const { cursor } = cursors[index];
  const radius = inner - 12 - TRACK * place;
  const turn = cursor / capacity % 1;
  const length = Math.min((head - cursor) / capacity, 0.999);
  const from = polar(x, y, radius, turn);
  const to = polar(x, y, radius, turn + length);
  const arc = draw("M", ...from, "A", radius, radius, 0, length > 0.5 ? 1 : 0, 1, ...to);
  return {
    line: path("span", length > 0.001 ? arc : "") + line(x, y, radius, inner - 2, turn),
    badge: badge(...from, index),
  };
}

/** The number of a consumer. */
function badge(x: number, y: number, index: number): string {
  return element("circle", { class: "hollow", cx: x, cy: y, r: 7.5 }) +
    label(x, y + 4.5, String(index + 1), "bold", "middle");
}

/** How far the first consumer is behind, where there is room to say it. */
function middleOf({ capacity, head, cursors, state }: RingMoment, x: number, y: number, room: number): string {
  if (cursors.length === 0 || room < 64) return "";
  const lag = head - cursors[0].cursor;
  const text = grouped(lag);
  const size = Math.max(18, Math.min(56, room / 3, 0.85 * room / widthOf(text, 1)));
  if (widthOf(text, size) > room) return "";
  const small = room < 130 ? 12 : 14;
  const base = y + size * 0.2;
  const line = (className: string, at: number, text: string, size: number) =>
    element("text", { class: className, x, y: at, "text-anchor": "middle", "font-size": size }, text);
  return (state === undefined || widthOf(state, 12) > 0.8 * room
    ? ""
    : line("soft", base - size * 0.75 - 6, state, 12)) +
    line("hero", base, text, size) +
    line("soft", base + small + 5, room < 100 ? "behind" : lag === 1 ? "event behind" : "events behind", small) +
    (lag > capacity && room > 110
      ? line("tlost", base + 2 * small + 11, `${grouped(lag - capacity)} lost`, small)
      : "");
}

/** What the looks of slots mean and, of several consumers, how far each is behind. */
function keyOf(
  moment: RingMoment,
  tracks: readonly number[],
  width: number,
  top: number,
  id: string,
): { bottom: number; markup: string } {
  const { capacity, head, cursors } = moment;
  let markup = "";
  const items = [["unread", "unread"], ["read", "read"], ["empty", "not yet written"], ["lost", "lost"]] as const;
  const widths = items.map(([, text]) => widthOf(text, 12) + 19);
  const total = widths.reduce((sum, item) => sum + item);
  const gap = Math.max(6, Math.min(18, (width - 12 - total) / 3));
  const isWrapped = total + 3 * gap > width;
  const rows = isWrapped ? [[0, 1], [2, 3]] : [[0, 1, 2, 3]];
  for (const row of rows) {
    let left = (width - row.reduce((sum, item) => sum + widths[item] + gap, -gap)) / 2;
    for (const item of row) {
      const [kind, text] = items[item];
      markup += box(kind, left, top, 12, 12, { fill: kind === "lost" ? hatch(id, "lost") : undefined }) +
        label(left + 17, top + 10.5, text, "soft");
      left += widths[item] + gap;
    }
    top += 20;
  }
  if (tracks.length === 0) return { bottom: top, markup };
  top += 6;
  for (const index of tracks) {
    const { name, cursor } = cursors[index];
    const lag = head - cursor;
    const lost = lag > capacity && width > 320 ? `, ${grouped(lag - capacity)} lost` : "";
    const behind = `${grouped(lag)} behind${lost}`;
    markup += badge(16, top + 8, index) +
      label(32, top + 12.5, fitted(name, width - 48 - widthOf(behind, 13), 13), index === 0 ? "bold" : undefined) +
      label(width - 8, top + 12.5, behind, lag > capacity ? "tlost" : "soft", "end");
    top += 21;
  }
  if (tracks.length < cursors.length) {
    const others = cursors.filter((_, index) => !tracks.includes(index)).map(({ cursor }) => head - cursor);
    const rest = `${grouped(others.length)} more, at most ${grouped(Math.max(...others))} behind`;
    markup += label(32, top + 12.5, fitted(rest, width - 36, 12), "soft");
    top += 21;
  }
  return { bottom: top, markup };
}
