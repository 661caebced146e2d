import { assert, assertEquals, assertRejects } from "@std/assert";
import { FrameLog } from "../../../../demo/live/page/frame_log.ts";
import { FrameStreams, PATIENCE_FRAMES, STREAMS_MAX } from "../../../../demo/live/page/frame_streams.ts";

/** An end that no test comes to by waiting. */
const NEVER_MS = 3_600_000;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function next(reader: Reader): Promise<string | undefined> {
  const { value, done } = await reader.read();
  return done ? undefined : new TextDecoder().decode(value);
}

function open(streams: FrameStreams, from?: number): Reader {
  const stream = streams.open(from);
  assert(stream !== undefined, "there is room");
  return stream.getReader();
}

function streamsWith(...frames: readonly string[]): FrameStreams {
  const streams = new FrameStreams(new FrameLog());
  if (frames.length > 0) streams.opening = bytes("run;");
  for (const frame of frames) streams.append(bytes(frame));
  return streams;
}

Deno.test("FrameStreams sends a page the opening, the frames before, and each frame as it comes", async () => {
  const streams = streamsWith("0;", "1;");
  const reader = open(streams);
  assertEquals([await next(reader), await next(reader)], ["run;", "0;1;"]);
  const waiting = next(reader);
  streams.append(bytes("2;"));
  assertEquals(await waiting, "2;");
  // One that joined before there was anything gets the same.
  const early = streamsWith();
  const first = open(early);
  const opening = next(first);
  early.opening = bytes("run;");
  early.append(bytes("0;"));
  assertEquals([await opening, await next(first)], ["run;", "0;"]);
  for (const one of [reader, first]) await one.cancel();
});

Deno.test("FrameStreams goes on where a page was that lost the connection", async () => {
  const streams = streamsWith("0;", "1;", "2;");
  const reader = open(streams, 2);
  assertEquals([await next(reader), await next(reader)], ["run;", "2;"]);
  await reader.cancel();
});

Deno.test("FrameStreams has room for so many pages, and room again for each that goes", async () => {
  const streams = streamsWith("0;");
  const readers = Array.from({ length: STREAMS_MAX }, () => open(streams));
  assertEquals([streams.count, streams.open()], [STREAMS_MAX, undefined]);
  await readers[3].cancel();
  assertEquals(streams.count, STREAMS_MAX - 1);
  readers.push(open(streams));
  assertEquals(streams.open(), undefined);
  for (const reader of readers) await reader.cancel();
  for (let n = 0; n < 1_000; n++) await open(streams).cancel();
  assertEquals(streams.count, 0);
});

Deno.test("FrameStreams closes a page that takes nothing, and no other", async () => {
  const streams = streamsWith("0;");
  const [alive, dead] = [open(streams), open(streams)];
  await next(alive);
  for (let n = 0; n < PATIENCE_FRAMES - 1; n++) {
    streams.append(bytes("x;"));
    await next(alive);
  }
  assertEquals(streams.count, 2);
  streams.append(bytes("x;"));
  assertEquals(streams.count, 1);
  await assertRejects(() => dead.read(), DOMException, "The page is no longer sent frames");
  await alive.cancel();
});

Deno.test("FrameStreams keeps nothing for a page that does not read: it gets one chunk, and then the newest", async () => {
  const log = new FrameLog(16);
  const streams = new FrameStreams(log);
  streams.opening = bytes("run;");
  const reader = open(streams);
  streams.append(bytes("0;"));
  assertEquals([await next(reader), await next(reader)], ["run;", "0;"]);
  // Its connection asks for one more, and then for nothing: what comes meanwhile is in the log only.
  const asked = next(reader);
  for (let n = 1; n < 50; n++) streams.append(bytes(`${n};`));
  assertEquals([await asked, await next(reader)], ["1;", "49;"]);
  await reader.cancel();
});

Deno.test("FrameStreams ends when every page has taken the last frame, and is closed to new ones", async () => {
  const streams = streamsWith("0;");
  const readers = [open(streams), open(streams)];
  const ended = streams.end(bytes("end;"), NEVER_MS);
  for (const reader of readers) {
    assertEquals([await next(reader), await next(reader), await next(reader)], ["run;", "0;end;", undefined]);
  }
  await ended;
  assertEquals([streams.count, streams.open()], [0, undefined]);
});

Deno.test("FrameStreams does not wait at its end for a page that takes nothing, nor for one that goes", async () => {
  const streams = streamsWith("0;");
  const [dead, going] = [open(streams), open(streams)];
  const ended = streams.end(bytes("end;"), 1);
  await going.cancel();
  await ended;
  assertEquals(streams.count, 0);
  await assertRejects(() => dead.read(), DOMException);
  await streams.end(bytes("again;"), NEVER_MS);
  streams.close();
});
