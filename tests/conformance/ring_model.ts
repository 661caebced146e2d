/**
 * A ring beside the plainest thing that could do its work: an array that keeps every event for ever.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { EventConsumer, EventRing } from "../../core/bus/event_ring.ts";
import type { EventView } from "../../core/bus/event_slot.ts";
import { OverrunError } from "../../core/bus/overrun_error.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { RingSettings } from "../../core/bus/ring_settings.ts";

/** How to run the check; what is left out is chosen by fast-check. */
export interface ModelCheckOptions {
  /** Replays a run: fast-check prints it on failure. */
  readonly seed?: number;
  /** Replays one case of a run: fast-check prints it on failure. */
  readonly path?: string;
  /** Number of cases. */
  readonly runs?: number;
}

/** One call, or a few that belong together. `who` selects a consumer among those there are. */
type Command =
  | { readonly do: "publish"; readonly salt: number }
  | { readonly do: "publishMany"; readonly count: number; readonly salt: number }
  | { readonly do: "publishBatch"; readonly share: number; readonly salt: number }
  | { readonly do: "claim"; readonly salt: number }
  | { readonly do: "publishClaimed" }
  | { readonly do: "join" }
  | { readonly do: "poll"; readonly who: number }
  | { readonly do: "pollOrThrow"; readonly who: number }
  | { readonly do: "pollBatch"; readonly who: number; readonly max: number }
  | { readonly do: "resumeAtHead"; readonly who: number }
  | { readonly do: "resumeAtOldest"; readonly who: number }
  | { readonly do: "get"; readonly back: number };

const salt = fc.integer();
const who = fc.nat(3);

const COMMAND: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("publish" as const), salt }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("publishMany" as const), count: fc.nat(20), salt }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("publishBatch" as const), share: fc.nat(7), salt }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("claim" as const), salt }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("publishClaimed" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("join" as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("poll" as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pollOrThrow" as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("pollBatch" as const), who, max: fc.integer({ min: 1, max: 10 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("resumeAtHead" as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resumeAtOldest" as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("get" as const), back: fc.integer({ min: -2, max: 20 }) }) },
);

const SETTINGS: fc.Arbitrary<Required<RingSettings>> = fc.record({
  capacity: fc.constantFrom(1, 2, 4, 8),
  payloadWords: fc.nat(3),
  startSequence: fc.oneof(
    fc.constant(0),
    fc.tuple(fc.constantFrom(2 ** 20, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50), fc.nat(20)).map(([wrap, n]) => wrap - n),
  ),
});

/**
 * Runs random interleavings of every call against a ring and the log, and compares after each: all contents, all numbers,
 * and that delivered + lost + lag is what was published since the consumer's start.
 *
 * A failure is thrown with the seed, the path and the shortest sequence of calls that shows it.
 */
export function checkAgainstModel(
  makeRing: (settings: RingSettings) => EventRing,
  options: ModelCheckOptions = {},
): void {
  const { seed, path, runs = 300 } = options;
  fc.assert(
    fc.property(SETTINGS, fc.array(COMMAND, { maxLength: 60, size: "max" }), (settings, commands) => {
      const pair = new RingAndLog(makeRing(settings), settings);
      for (const command of commands) {
        pair.run(command);
        pair.compare();
      }
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) },
  );
}

/** What an event holds: arrival, then the payload words. */
type Content = readonly number[];

/** A consumer beside what it should answer. */
interface Reader {
  readonly consumer: EventConsumer;
  readonly start: number;
  cursor: number;
  delivered: number;
  lost: number;
}

class RingAndLog {
  readonly ring: EventRing;
  readonly capacity: number;
  readonly payloadWords: number;
  readonly first: number;
  /** Every event ever published; entry `n` is event `first + n`. */
  readonly log: Content[] = [];
  readonly readers: Reader[] = [];
  /** The content of the open claim, if there is one. */
  claimed: Content | null = null;

  constructor(ring: EventRing, settings: Required<RingSettings>) {
    this.ring = ring;
    this.capacity = settings.capacity;
    this.payloadWords = settings.payloadWords;
    this.first = settings.startSequence;
    this.join();
  }

  get head(): number {
    return this.first + this.log.length;
  }

  get oldest(): number {
    return Math.max(this.first, this.head - this.capacity);
  }

  run(command: Command): void {
    switch (command.do) {
      case "publish":
        return this.publish(command.salt);
      case "publishMany":
        for (let n = 0; n < command.count; n++) this.publish(command.salt + n);
        return;
      case "publishBatch":
        return this.publishBatch(1 + command.share % this.capacity, command.salt);
      case "claim":
        return this.claim(command.salt);
      case "publishClaimed":
        return this.publishClaimed();
      case "join":
        if (this.readers.length < 4) this.join();
        return;
      case "poll":
        return this.poll(this.reader(command.who));
      case "pollOrThrow":
        return this.pollOrThrow(this.reader(command.who));
      case "pollBatch":
        return this.pollBatch(this.reader(command.who), command.max);
      case "resumeAtHead":
        return this.resume(this.reader(command.who), "resumeAtHead", this.head);
      case "resumeAtOldest":
        return this.resume(this.reader(command.who), "resumeAtOldest", this.oldest);
      case "get":
        return this.get(this.head - command.back);
    }
  }

  /** Compares every number that ring and consumers answer. */
  compare(): void {
    assertEquals(this.ring.head, this.head, "head");
    for (const { consumer, start, cursor, delivered, lost } of this.readers) {
      const lag = this.head - cursor;
      const overwritten = Math.max(0, lag - this.capacity);
      const { start: s, cursor: c, lag: g, delivered: d, lost: l, overwritten: o } = consumer;
      assertEquals(
        { start: s, cursor: c, lag: g, delivered: d, lost: l, overwritten: o },
        { start, cursor, lag, delivered, lost, overwritten },
      );
      assertEquals(
        consumer.delivered + consumer.lost + consumer.lag,
        this.ring.head - consumer.start,
        "every event once",
      );
    }
  }

  reader(who: number): Reader {
    return this.readers[who % this.readers.length];
  }

  join(): void {
    const consumer = this.ring.createConsumer();
    this.readers.push({ consumer, start: this.head, cursor: this.head, delivered: 0, lost: 0 });
  }

  content(salt: number): Content {
    return Array.from({ length: 1 + this.payloadWords }, (_, n) => Math.imul(salt + n, 0x9e37_79b1));
  }

  claim(salt: number): void {
    const slot = this.ring.claim();
    const content = this.content(salt);
    slot.arrivalNs = content[0];
    for (let n = 0; n < this.payloadWords; n++) slot.setWord(n, content[1 + n]);
    this.claimed = content;
  }

  publishClaimed(): void {
    if (this.claimed === null) {
      assertThrows(() => this.ring.publish(), Error, "no slot is claimed");
      return;
    }
    assertEquals(this.ring.publish(), this.head, "the sequence published");
    this.log.push(this.claimed);
    this.claimed = null;
  }

  publish(salt: number): void {
    this.claim(salt);
    this.publishClaimed();
  }

  publishBatch(count: number, salt: number): void {
    this.ring.claimBatch(count);
    const contents = Array.from({ length: count }, (_, n) => this.content(salt + 7 * n));
    for (let index = count - 1; index >= 0; index--) {
      const slot = this.ring.slotAt(index);
      slot.arrivalNs = contents[index][0];
      for (let n = 0; n < this.payloadWords; n++) slot.setWord(n, contents[index][1 + n]);
    }
    assertEquals(this.ring.publish(), this.head, "the sequence of a batch");
    this.log.push(...contents);
    this.claimed = null;
  }

  assertShows(view: EventView, sequence: number): void {
    const seen = [view.sequence, view.arrivalNs];
    for (let n = 0; n < this.payloadWords; n++) seen.push(view.word(n));
    assertEquals(seen, [sequence, ...this.log[sequence - this.first]], "an event, as [sequence, arrival, ...words]");
  }

  poll(reader: Reader): void {
    assertEquals(reader.consumer.poll(), this.expectedStatus(reader), "the status of a poll");
    this.deliver(reader);
  }

  pollOrThrow(reader: Reader): void {
    if (this.expectedStatus(reader) === PollStatus.OVERRUN) {
      const { lost, oldest, head } = assertThrows(() => reader.consumer.pollOrThrow(), OverrunError);
      assertEquals(
        [lost, oldest, head],
        [this.oldest - reader.cursor, this.oldest, this.head],
        "the overrun's numbers",
      );
      return;
    }
    assertEquals(reader.consumer.pollOrThrow(), this.expectedStatus(reader), "the status of a poll");
    this.deliver(reader);
  }

  /** The ring has delivered an event if the log has one for this reader. */
  deliver(reader: Reader): void {
    if (this.expectedStatus(reader) !== PollStatus.EVENT) return;
    this.assertShows(reader.consumer.event, reader.cursor);
    reader.cursor++;
    reader.delivered++;
  }

  pollBatch(reader: Reader, max: number): void {
    const status = this.expectedStatus(reader);
    const count = status === PollStatus.EVENT ? Math.min(max, this.head - reader.cursor) : status;
    assertEquals(reader.consumer.pollBatch(max), count, "the answer of a batch poll");
    if (count > 0) this.assertShows(reader.consumer.event, reader.cursor);
    for (let index = count - 1; index >= 0; index--) {
      this.assertShows(reader.consumer.eventAt(index), reader.cursor + index);
    }
    if (count > 0) {
      reader.cursor += count;
      reader.delivered += count;
    }
  }

  resume(reader: Reader, method: "resumeAtHead" | "resumeAtOldest", target: number): void {
    const given = Math.max(0, target - reader.cursor);
    assertEquals(reader.consumer[method](), given, "the number given up");
    reader.cursor += given;
    reader.lost += given;
  }

  get(sequence: number): void {
    if (sequence < this.first || sequence >= this.head) {
      assertThrows(() => this.ring.get(sequence), RangeError);
    } else if (sequence < this.oldest) {
      const { lost, oldest, head } = assertThrows(() => this.ring.get(sequence), OverrunError);
      assertEquals([lost, oldest, head], [this.oldest - sequence, this.oldest, this.head], "the overrun's numbers");
    } else {
      this.assertShows(this.ring.get(sequence), sequence);
    }
  }

  expectedStatus(reader: Reader): PollStatus {
    if (reader.cursor === this.head) return PollStatus.EMPTY;
    return reader.cursor < this.head - this.capacity ? PollStatus.OVERRUN : PollStatus.EVENT;
  }
}
