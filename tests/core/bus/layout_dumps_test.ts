/**
 * The dumps in docs/layout.md: known publishes leave known bytes, in every ring and with every kernel.
 *
 * To write them anew: `deno task test tests/core/bus/layout_dumps_test.ts -- --update`.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { EventProducer } from "../../../core/bus/event_ring.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName } from "../../../core/bus/shared/shared_ring_settings.ts";
import * as layout from "../../../core/bus/slot_layout.ts";
import { memoryOf } from "../../conformance/_local_memory.ts";
import { KERNELS } from "./shared/_kernels.ts";

const DOCUMENT = new URL("../../../docs/layout.md", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: DOCUMENT }).state === "granted";
const isUpdate = Deno.args.includes("--update");

const CAPACITY = 2;
const PAYLOAD_WORDS = 3;
/** Just below the place where stamps repeat. */
const LATE = 3 * 2 ** 32 - 1;
const LINE_BYTES = 16;

/** Publishes events whose arrival and words tell how many were before them. */
function publish(ring: EventProducer, count: number): void {
  for (let n = 0; n < count; n++) {
    const slot = ring.claim();
    slot.arrivalNs = 1000 + n;
    for (let k = 0; k < PAYLOAD_WORDS; k++) slot.setWord(k, 0x10 * n + k);
    ring.publish();
  }
}

/** What stands at a byte. */
type Notes = ReadonlyMap<number, string>;

/** Bytes as `hexdump -C` prints them, with a note in place of the characters. Lines that repeat are one asterisk. */
function dump(buffer: ArrayBufferLike, bytes: number, notes: Notes): string {
  const lines: string[] = [];
  let last = "";
  for (let at = 0; at < bytes; at += LINE_BYTES) {
    const line = [...new Uint8Array(buffer, at, LINE_BYTES)].map((byte) => byte.toString(16).padStart(2, "0"));
    const hex = `${line.slice(0, 8).join(" ")}  ${line.slice(8).join(" ")}`;
    const note = notes.get(at);
    if (hex === last && note === undefined) {
      if (lines.at(-1) !== "*") lines.push("*");
    } else {
      lines.push(`${at.toString(16).padStart(4, "0")}  ${hex}${note === undefined ? "" : `  ${note}`}`);
    }
    last = hex;
  }
  return [...lines, bytes.toString(16).padStart(4, "0")].join("\n");
}

function localDump(checked: boolean): string {
  const ring = new RingBuffer({ capacity: CAPACITY, payloadWords: PAYLOAD_WORDS }, { checked });
  publish(ring, 5);
  const { records } = memoryOf(ring);
  const recordBytes = records.byteLength / (2 * CAPACITY);
  const notes = new Map([4, 1, 2, 3].map((event, n) => [n * recordBytes, `record ${n}: event ${event}`]));
  return dump(records, records.byteLength, notes);
}

/** What the words of a shared ring are, where a dump has a line for them. */
function sharedNotes(slots: readonly string[], notes: Record<number, string>): Notes {
  const slotBytes = layout.WORD_BYTES * layout.slotWords(PAYLOAD_WORDS);
  const first = layout.WORD_BYTES * layout.SHARED_SLOTS_WORD;
  return new Map([
    ...Object.entries(notes).map(([word, note]): [number, string] => [layout.WORD_BYTES * Number(word), note]),
    ...slots.map((note, n): [number, string] => [first + n * slotBytes, `slot ${n}: ${note}`]),
  ]);
}

function sharedDump(ring: SharedRingBuffer, notes: Notes): string {
  const { memory } = ring.describe();
  const used = layout.SHARED_SLOTS_WORD + (CAPACITY + 1) * layout.slotWords(PAYLOAD_WORDS);
  return dump(memory instanceof SharedArrayBuffer ? memory : memory.buffer, layout.WORD_BYTES * used, notes);
}

const HEADER = { 0: "format, capacity, payload words, start low", 4: "start high, claim" };

function closedDump(kernel: SharedKernelName): string {
  const ring = new SharedRingBuffer({ capacity: CAPACITY, payloadWords: PAYLOAD_WORDS }, { kernel });
  publish(ring, 4);
  ring.fence();
  ring.beat();
  ring.close();
  const slots = ["stamp 2, event 3", "stamp 1, event 1", "stamp 1, event 2"];
  const words = { 32: "epoch 0", 64: "fence", 96: "2 beats" };
  return sharedDump(ring, sharedNotes(slots, { ...HEADER, ...words }));
}

function lateDump(kernel: SharedKernelName): string {
  const settings = { capacity: CAPACITY, payloadWords: PAYLOAD_WORDS, startSequence: LATE };
  const ring = new SharedRingBuffer(settings, { kernel });
  publish(ring, 2);
  const slots = ["stamp 1, event start + 1", "stamp 0, nothing", "stamp 0, event start"];
  return sharedDump(ring, sharedNotes(slots, { ...HEADER, 32: "epoch 16", 64: "fence", 96: "1 beat" }));
}

/** The dump in the document, under its mark; and the document with another in its place. */
function shown(document: string, name: string): [block: string, withBlock: (block: string) => string] {
  const parts = new RegExp(`(<!-- dump: ${name} -->\\n\\n\`\`\`text\\n)((?:[^\`]|\`(?!\`\`))*?)(\\n\`\`\`\\n)`);
  const [, , block] = parts.exec(document) ?? [];
  assert(block !== undefined, `docs/layout.md has a dump: ${name}`);
  return [block, (other) => document.replace(parts, (_, before, __, after) => `${before}${other}${after}`)];
}

const DUMPS: Readonly<Record<string, readonly [of: string, dump: () => string][]>> = {
  "local": [["checked", () => localDump(true)], ["unchecked", () => localDump(false)]],
  "shared": KERNELS.map((kernel) => [kernel, () => closedDump(kernel)]),
  "shared, late": KERNELS.map((kernel) => [kernel, () => lateDump(kernel)]),
};

for (const [name, rings] of Object.entries(DUMPS)) {
  Deno.test(`docs/layout.md shows the bytes of a ring: ${name}${mayRead ? "" : " (skipped without --allow-read)"}`, {
    ignore: !mayRead,
  }, () => {
    const [block, withBlock] = shown(Deno.readTextFileSync(DOCUMENT), name);
    if (isUpdate) Deno.writeTextFileSync(DOCUMENT, withBlock(rings[0][1]()));
    else for (const [of, dump] of rings) assertEquals(block, dump(), of);
  });
}

Deno.test("a dump shows a byte that is other, and where", () => {
  const bytes = new Uint8Array(64);
  const before = dump(bytes.buffer, 64, new Map([[48, "here"]]));
  assertEquals(before.split("\n").map((line) => line.slice(0, 9)), ["0000  00 ", "*", "0030  00 ", "0040"]);
  bytes[17] = 1;
  assertNotEquals(dump(bytes.buffer, 64, new Map([[48, "here"]])), before);
});
