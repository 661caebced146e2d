import { assertEquals } from "@std/assert";
import { CHUNK_BYTES_MAX, FrameLog } from "../../../../demo/live/page/frame_log.ts";

const text = new TextDecoder();

function frame(content: string | number): Uint8Array {
  return new TextEncoder().encode(`${content};`);
}

function takeAll(reader: { take(): Uint8Array | undefined }): string[] {
  const chunks: string[] = [];
  for (let chunk = reader.take(); chunk !== undefined; chunk = reader.take()) chunks.push(text.decode(chunk));
  return chunks;
}

Deno.test("FrameLog gives a new reader the frames before it, and then each as it comes", () => {
  const log = new FrameLog();
  assertEquals(takeAll(log.read()), []);
  for (let n = 0; n < 5; n++) log.append(frame(n));
  const reader = log.read();
  assertEquals([takeAll(reader), reader.behind], [["0;1;2;3;4;"], 0]);
  log.append(frame(5));
  assertEquals([reader.behind, takeAll(reader)], [1, ["5;"]]);
});

Deno.test("FrameLog begins at a frame where that is asked, and at the oldest or the next where it is not there", () => {
  const log = new FrameLog(4);
  for (let n = 0; n < 6; n++) log.append(frame(n));
  assertEquals([log.oldest, log.head], [2, 6]);
  assertEquals(takeAll(log.read(4)), ["4;5;"]);
  assertEquals(takeAll(log.read(0)), ["2;3;4;5;"]);
  assertEquals(takeAll(log.read(6)), []);
  const early = log.read(1e15);
  log.append(frame(6));
  assertEquals(takeAll(early), ["6;"]);
});

Deno.test("FrameLog keeps the newest frames only, and a reader that they have left behind goes on with the newest", () => {
  const log = new FrameLog(4);
  log.append(frame("first"));
  const reader = log.read();
  for (let n = 0; n < 9; n++) log.append(frame(n));
  assertEquals(takeAll(reader), ["8;"]);
});

Deno.test("FrameLog gives what was before in chunks, and one that has been at the head and fell behind only the newest", () => {
  const log = new FrameLog();
  const long = "x".repeat(CHUNK_BYTES_MAX / 2);
  for (let n = 0; n < 5; n++) log.append(frame(n + long));
  const reader = log.read();
  assertEquals(takeAll(reader).map((chunk) => chunk[0]), ["0", "1", "2", "3", "4"]);
  for (let n = 5; n < 9; n++) log.append(frame(n + long));
  assertEquals(takeAll(reader).map((chunk) => chunk[0]), ["8"]);
  // What fits into one chunk is not skipped.
  for (let n = 0; n < 9; n++) log.append(frame(n));
  assertEquals(takeAll(reader), ["0;1;2;3;4;5;6;7;8;"]);
});

Deno.test("FrameLog gives a frame whole that is longer than a chunk", () => {
  const log = new FrameLog();
  log.append(frame("x".repeat(2 * CHUNK_BYTES_MAX)));
  assertEquals(log.read().take()?.length, 2 * CHUNK_BYTES_MAX + 1);
});
