/** Frames that are kept, so that a page that is opened or loaded anew shows the minutes before: five at two a second. */
export const FRAMES_KEPT = 600;

/** Most bytes that a reader takes at once. A single frame may be longer. */
export const CHUNK_BYTES_MAX = 65_536;

/**
 * The newest frames of a run, as bytes, for any number of readers. Each frame is made once, whoever reads it, and a new one
 * never waits for a reader: it takes the place of the oldest.
 */
export class FrameLog {
  private readonly _kept: number;
  private readonly _frames: Uint8Array[] = [];
  private _head = 0;

  /**
   * Makes an empty log.
   *
   * @param kept frames that it keeps. Default: {@linkcode FRAMES_KEPT}
   */
  constructor(kept: number = FRAMES_KEPT) {
    this._kept = kept;
  }

  /** Number of the next frame: the first is 0. */
  get head(): number {
    return this._head;
  }

  /** Number of the oldest frame that is kept. */
  get oldest(): number {
    return Math.max(0, this._head - this._kept);
  }

  /** Adds a frame. */
  append(frame: Uint8Array): void {
    this._frames[this._head % this._kept] = frame;
    this._head++;
  }

  /** A frame that is kept. */
  frame(number: number): Uint8Array {
    return this._frames[number % this._kept];
  }

  /** Makes a reader that begins with a frame, or with the oldest if that is no longer kept. Default: the oldest. */
  read(from: number = this.oldest): FrameReader {
    return new FrameReader(this, Math.min(Math.max(from, this.oldest), this._head));
  }
}

/**
 * A place in a log. It reads the frames before it was made in order, as fast as they are asked for. Once it has been at the
 * head, only the newest frame matters: a reader that is more than a chunk behind goes on there.
 */
export class FrameReader {
  private readonly _log: FrameLog;
  private _next: number;
  private _hasCaughtUp = false;

  /**
   * Made by {@linkcode FrameLog.read}.
   *
   * @ignore
   */
  constructor(log: FrameLog, next: number) {
    this._log = log;
    this._next = next;
  }

  /** Frames that it has not taken. */
  get behind(): number {
    return this._log.head - this._next;
  }

  /** The next frames as one piece; nothing, if there is none. */
  take(): Uint8Array | undefined {
    const { head, oldest } = this._log;
    if (this._next === head) return undefined;
    if (this._next < oldest) this._next = head - 1;
    let [end, bytes] = this._measure();
    if (end < head && this._hasCaughtUp) {
      this._next = head - 1;
      [end, bytes] = this._measure();
    }
    const chunk = new Uint8Array(bytes);
    for (let at = 0; this._next < end; this._next++) {
      const frame = this._log.frame(this._next);
      chunk.set(frame, at);
      at += frame.length;
    }
    this._hasCaughtUp ||= end === head;
    return chunk;
  }

  /** How far a chunk reaches, and its bytes: as many frames as it has room for, and one at least. */
  private _measure(): [end: number, bytes: number] {
    let bytes = this._log.frame(this._next).length;
    let end = this._next + 1;
    for (; end < this._log.head; end++) {
      const { length } = this._log.frame(end);
      if (bytes + length > CHUNK_BYTES_MAX) break;
      bytes += length;
    }
    return [end, bytes];
  }
}
