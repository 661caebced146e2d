import { settledWithin } from "../plane/patience.ts";
import type { FrameLog, FrameReader } from "./frame_log.ts";

/** Most pages that are sent frames at the same time. */
export const STREAMS_MAX = 8;

/** Frames after which a page that has taken none of them is given up: half a minute at two a second. */
export const PATIENCE_FRAMES = 60;

/**
 * The pages that are sent the frames of a run.
 *
 * A page never makes anybody wait. What is kept for all of them together is the log; each has at most one chunk of its own on
 * the way. A page that reads slowly misses frames, and one that does not read at all is closed.
 */
export class FrameStreams {
  private readonly _log: FrameLog;
  private readonly _streams = new Set<FrameStream>();
  private _opening: Uint8Array | undefined = undefined;
  private _hasEnded = false;

  /**
   * Makes a set of no pages.
   *
   * @param log has the frames
   */
  constructor(log: FrameLog) {
    this._log = log;
  }

  /** Pages that are being sent frames. */
  get count(): number {
    return this._streams.size;
  }

  /** What every page is sent before the first frame. To be set before that is appended. */
  set opening(message: Uint8Array) {
    this._opening = message;
  }

  /**
   * Opens a stream of frames.
   *
   * @param from number of its first frame. Default: that of the oldest that is kept
   * @returns the stream; nothing, if there are too many
   */
  open(from?: number): ReadableStream<Uint8Array> | undefined {
    if (this._streams.size >= STREAMS_MAX || this._hasEnded) return undefined;
    const stream = new FrameStream(this._log.read(from), () => this._opening, () => this._streams.delete(stream));
    this._streams.add(stream);
    // Nothing is taken from the log before the connection asks for it.
    return new ReadableStream(stream, { highWaterMark: 0 });
  }

  /** Adds a frame, and sends it to the pages that wait for one. */
  append(frame: Uint8Array): void {
    this._log.append(frame);
    for (const stream of [...this._streams]) stream.tell();
  }

  /**
   * Adds the last frame, and closes each stream once it has been taken there.
   *
   * @param ms how long to wait for the pages to take it, in milliseconds. Those that have not are cut off
   */
  async end(frame: Uint8Array, ms: number): Promise<void> {
    this._hasEnded = true;
    this._log.append(frame);
    for (const stream of [...this._streams]) stream.end();
    await settledWithin(Promise.all([...this._streams].map(({ whenDone }) => whenDone)), ms);
    this.close();
  }

  /** Cuts off every page. */
  close(): void {
    this._hasEnded = true;
    for (const stream of [...this._streams]) stream.cut();
  }
}

/** The frames on their way to one page. */
class FrameStream implements UnderlyingDefaultSource<Uint8Array> {
  readonly whenDone: Promise<void>;
  private readonly _reader: FrameReader;
  private readonly _openingOf: () => Uint8Array | undefined;
  private readonly _done: () => void;
  private _controller: ReadableStreamDefaultController<Uint8Array> | undefined = undefined;
  private _isOpened = false;
  private _isEnding = false;
  /** Settles the request of the connection for more, as long as there is nothing. */
  private _answer: (() => void) | undefined = undefined;
  /** Frames since the connection asked for more the last time. */
  private _untaken = 0;

  constructor(reader: FrameReader, openingOf: () => Uint8Array | undefined, onDone: () => void) {
    const done = Promise.withResolvers<void>();
    this.whenDone = done.promise;
    this._done = () => {
      onDone();
      done.resolve();
      this._answer?.();
    };
    this._reader = reader;
    this._openingOf = openingOf;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this._controller = controller;
  }

  /** The connection has room for more. */
  pull(): Promise<void> | undefined {
    this._untaken = 0;
    if (this._send()) return undefined;
    return new Promise((resolve) => this._answer = resolve);
  }

  /** The connection is closed by the page. */
  cancel(): void {
    this._done();
  }

  /** There is another frame. */
  tell(): void {
    if (this._answer === undefined) {
      if (++this._untaken >= PATIENCE_FRAMES) this.cut();
    } else if (this._send()) {
      this._answer();
      this._answer = undefined;
    }
  }

  /** There will be no more frames. */
  end(): void {
    this._isEnding = true;
    this.tell();
  }

  /** Cuts the page off, whatever it has not taken. */
  cut(): void {
    this._controller?.error(new DOMException("The page is no longer sent frames", "AbortError"));
    this._done();
  }

  /** Sends what there is, and says whether that was anything. */
  private _send(): boolean {
    const opening = this._isOpened ? undefined : this._openingOf();
    const chunk = opening ?? this._reader.take();
    if (chunk === undefined) return this._close();
    this._isOpened = true;
    this._controller?.enqueue(chunk);
    return true;
  }

  private _close(): boolean {
    if (!this._isEnding) return false;
    this._controller?.close();
    this._done();
    return true;
  }
}
