import { checkObject } from "../../core/arguments.ts";
import type { SharedRingReader } from "../../core/bus/shared/shared_ring_reader.ts";

/**
 * Tells a producer of a shared ring that is quiet from one that hangs or has died, which consumers cannot: to them either
 * is a ring that is empty and not closed.
 *
 * A producer shows that it lives by publishing, and by `SharedRingBuffer.beat` when it has nothing to publish. If neither
 * happens for longer than its loop may ever take, it does not work any more. Such a ring gets no second producer: make a new
 * one, have the new producer and the consumers attach to it, and count what the old one still holds by its lag.
 *
 * Belongs to the thread that made it, of which it takes a look at the head and three loads each time. It allocates nothing.
 *
 * @example Finding a producer that has died
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SharedRingBuffer } from "@low-latency/trading-sim";
 * import { ProducerWatch } from "@low-latency/trading-sim/control";
 *
 * const ring = new SharedRingBuffer({ capacity: 64 }); // in the producer's thread
 * const watch = new ProducerWatch(SharedRingBuffer.attachReader(ring.describe()), 0); // in the control plane's
 *
 * const DEAD_NS = 50_000_000; // five times the longest pass of the producer's loop
 * ring.beat();
 * assertEquals(watch.silentNs(10_000_000), 0);
 * assertEquals(watch.silentNs(60_000_000), DEAD_NS); // no event and no beat for 50 ms
 * ```
 */
export class ProducerWatch {
  private readonly _reader: Pick<SharedRingReader, "beats" | "closed" | "head">;
  private _beats: number;
  private _head: number;
  private _seenNs: number;

  /**
   * Begins to watch.
   *
   * @param reader the ring
   * @param nowNs the time now, of a monotonic clock, in nanoseconds
   */
  constructor(reader: Pick<SharedRingReader, "beats" | "closed" | "head">, nowNs: number) {
    checkObject("create ProducerWatch", "reader", reader, "an object with beats, closed and head");
    this._reader = reader;
    this._beats = reader.beats;
    this._head = reader.head;
    this._seenNs = nowNs;
  }

  /**
   * For how long the producer has shown no sign of life, in nanoseconds: since the last call that found one, or since the
   * watch began. So it is never more than the truth, and less by the time between two calls at most.
   *
   * 0 if the ring is closed: its producer has ended as it should. If none has come yet, it is the time since the watch began.
   *
   * @param nowNs the time now, of the same clock, in nanoseconds
   */
  silentNs(nowNs: number): number {
    const { beats, head, closed } = this._reader;
    if (closed || beats !== this._beats || head !== this._head) {
      this._beats = beats;
      this._head = head;
      this._seenNs = nowNs;
    }
    return nowNs - this._seenNs;
  }
}
