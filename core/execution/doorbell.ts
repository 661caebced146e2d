const LISTENING = 1;

/**
 * Lets a thread sleep until another one has something for it, without a wake-up being lost: an eventcount.
 *
 * The one that has published rings; the one that has found nothing listens, looks once more, and only then waits. The
 * look in between, at all that it waits for (`closed` as well, if the producer may close the ring), is what makes it
 * right: either it finds what was published, or the ring that follows finds a listener. `publish` alone is a
 * release, and would not do; listening and ringing change the same word, and of two such changes one sees the other, in
 * every thread and with every kernel of the shared ring.
 *
 * Any number of threads may ring, any number may listen, and a ring wakes all that do. Each has an object of its own over
 * one word in shared memory. Ringing allocates nothing and never waits; without a listener it costs some ten to twenty
 * nanoseconds on x86-64, and waking is a call of the system. A producer that does not ring pays nothing.
 *
 * A thread that dies while it listens costs one needless wake-up. If the thread that was to ring dies, none does: wait with
 * a timeout, and look then whether it is alive.
 *
 * @example Sleeping while a ring is empty
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Doorbell, PollStatus, SharedRingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new SharedRingBuffer({ capacity: 64 });
 * const word = new Int32Array(new SharedArrayBuffer(4)); // sent to the other thread with ring.describe()
 * const bell = new Doorbell(word);
 *
 * // In the consumer's thread:
 * const consumer = SharedRingBuffer.attachReader(ring.describe()).createConsumer();
 * const doorbell = new Doorbell(word);
 * function pollOrSleep(): PollStatus {
 *   const status = consumer.poll();
 *   if (status !== PollStatus.EMPTY) return status;
 *   const ticket = doorbell.listen();
 *   const again = consumer.poll();
 *   if (again === PollStatus.EMPTY) doorbell.wait(ticket, 100);
 *   return again;
 * }
 *
 * // In the producer's thread; one ring does for a batch, and closing is worth one as well:
 * ring.claim().setWord(0, 42);
 * ring.publish();
 * bell.ring();
 *
 * assertEquals([pollOrSleep(), consumer.event.word(0)], [PollStatus.EVENT, 42]);
 * ```
 */
export class Doorbell {
  /** The word in shared memory. Bit 0 says that a thread listens; the bits above count the rings that were heard. */
  declare private readonly _word: Int32Array;

  /**
   * Makes a doorbell over a word that holds 0, or that other threads already use as one.
   *
   * @param word element 0 is the word. Its memory must be shared
   * @throws {RangeError} if the array has no element
   * @throws {TypeError} if it is no Int32Array over shared memory
   */
  constructor(word: Int32Array) {
    if (!(word instanceof Int32Array) || !isShared(word.buffer)) refuseWord(word);
    if (word.length < 1) throw new RangeError("Cannot create Doorbell: word must have at least 1 element, got 0");
    this._word = word;
  }

  /** Wakes every thread that listens. To be called after publishing. */
  ring(): void {
    // A read-modify-write also where it is only read: that is what orders it against `listen`.
    const seen = Atomics.add(this._word, 0, 0);
    if ((seen & LISTENING) !== 0) this._wake(seen);
  }

  /**
   * Says that this thread is about to wait. Look then whether there is something to do, and if there is, do that instead: an
   * unused ticket needs no care.
   *
   * @returns a ticket for {@linkcode Doorbell.wait}
   */
  listen(): number {
    return Atomics.or(this._word, 0, LISTENING) | LISTENING;
  }

  /**
   * Waits until the bell has been rung after the ticket was taken. Returns at once if it has been.
   *
   * It may also return without a reason, so look and listen again. If between `listen` and this call the bell was heard
   * exactly 2³¹ times by others, it is as if it had not been rung: one more reason for a timeout.
   *
   * @param ticket what {@linkcode Doorbell.listen} returned
   * @param timeoutMs milliseconds to wait at most; default: no limit
   * @returns whether the bell was rung; false if the time was over
   * @throws {RangeError} if the timeout is not a number from 0
   * @throws {TypeError} where a thread may not wait, as in the main thread of a browser
   */
  // @cold: there is nothing to do
  wait(ticket: number, timeoutMs: number = Infinity): boolean {
    if (!(timeoutMs >= 0)) refuseTimeout(timeoutMs);
    return Atomics.wait(this._word, 0, ticket, timeoutMs) !== "timed-out";
  }

  /** Answers those that listen. If another thread does so first, they are its to wake. */
  // @cold: somebody sleeps, and to wake it takes a call of the system
  private _wake(seen: number): void {
    if (Atomics.compareExchange(this._word, 0, seen, (seen + 1) | 0) === seen) Atomics.notify(this._word, 0);
  }
}

/** Whether a buffer is shared, where there may be no such thing. */
// @cold: constructors only
function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}

// @cold: throws
function refuseTimeout(timeoutMs: number): never {
  throw new RangeError(`Cannot wait: timeoutMs must be a number of milliseconds from 0, or Infinity, got ${timeoutMs}`);
}

// @cold: throws
function refuseWord(word: unknown): never {
  const got = word instanceof Int32Array
    ? "one over memory of this thread alone"
    : Object.prototype.toString.call(word);
  throw new TypeError(`Cannot create Doorbell: word must be an Int32Array over a SharedArrayBuffer, got ${got}`);
}
