import { assert, assertEquals, AssertionError, assertThrows } from "@std/assert";
import { Consumer } from "../../core/bus/local/consumer.ts";
import type { Era } from "../../core/bus/local/era.ts";
import type { EventView, EventWriter } from "../../core/bus/event_slot.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import { RingBuffer } from "../../core/bus/local/ring_buffer.ts";
import type { RingMemory } from "../../core/bus/local/ring_memory.ts";
import type { RingSettings } from "../../core/bus/ring_settings.ts";
import { memoryOf, withMemory } from "./_local_memory.ts";
import { publishUnwritten } from "./publish_unwritten.ts";
import type { MakeRing } from "./ring/ring_under_test.ts";
import { checkSlowConsumer } from "./ring/slow_consumer.ts";
import { checkAgainstModel } from "./ring_model.ts";

// Each mutant is the real ring with one plausible mistake. The checks must find every one of them.

/** So that a mistake is found by what it does, and not by a check on its way. */
const UNCHECKED = { checked: false };

/** What a mistake may get wrong: the parts of a consumer that are nobody else's business. */
interface Inside {
  _position: number;
  _era: Era;
}

function inside(consumer: Consumer): Inside {
  return consumer as unknown as Inside;
}

class MutantConsumer extends Consumer {
  declare readonly ring: RingBuffer;

  constructor(ring: RingBuffer) {
    super(memoryOf(ring));
    this.ring = ring;
  }
}

function withConsumer(Mutant: new (ring: RingBuffer) => Consumer): MakeRing {
  return (settings) => {
    const ring = new RingBuffer(settings, UNCHECKED);
    ring.createConsumer = () => new Mutant(ring);
    return ring;
  };
}

function withFields(fields: (settings: RingSettings) => Partial<RingMemory>): MakeRing {
  return (settings) => withMemory(new RingBuffer(settings, UNCHECKED), fields(settings));
}

/** Does something to an era that begins, or to the one before it, which is over. */
function withEras(begin: (era: Era, last: Era) => void): MakeRing {
  return (settings) => {
    const ring = new RingBuffer(settings, UNCHECKED);
    const memory = memoryOf(ring);
    let current = memory.era;
    const set = (era: Era) => {
      begin(era, current);
      current = era;
    };
    Object.defineProperty(memory, "era", { get: () => current, set });
    return ring;
  };
}

const MUTANTS: Record<string, MakeRing> = {
  "delivers one event that is overwritten": withConsumer(
    class extends MutantConsumer {
      override poll(): PollStatus {
        if (this.lag !== this.ring.capacity + 1) return super.poll();
        memoryOf(this).era.newest--;
        const status = super.poll();
        memoryOf(this).era.newest++;
        return status;
      }
    },
  ),
  "reports an overrun one event too early": withConsumer(
    class extends MutantConsumer {
      override poll(): PollStatus {
        return this.lag === this.ring.capacity ? PollStatus.OVERRUN : super.poll();
      }
    },
  ),
  "reports an overrun one event too early in batches": withConsumer(
    class extends MutantConsumer {
      override pollBatch(max: number): number {
        return this.lag === this.ring.capacity ? PollStatus.OVERRUN : super.pollBatch(max);
      }
    },
  ),
  "reports an overrun as an empty ring": withConsumer(
    class extends MutantConsumer {
      override poll(): PollStatus {
        const status = super.poll();
        return status === PollStatus.OVERRUN ? PollStatus.EMPTY : status;
      }
    },
  ),
  "skips what is overwritten without being told to": withConsumer(
    class extends MutantConsumer {
      override poll(): PollStatus {
        this.resumeAtOldest();
        return super.poll();
      }
    },
  ),
  "resumes at the head when told to resume at the oldest": withConsumer(
    class extends MutantConsumer {
      override resumeAtOldest(): number {
        return this.overwritten > 0 ? this.resumeAtHead() : 0;
      }
    },
  ),
  "resumes one event behind the oldest": withConsumer(
    class extends MutantConsumer {
      override resumeAtOldest(): number {
        const lost = super.resumeAtOldest();
        if (lost > 0) inside(this)._position++;
        return lost;
      }
    },
  ),
  "does not count what it gave up": withConsumer(
    class extends MutantConsumer {
      override get lost(): number {
        return 0;
      }
    },
  ),
  "counts what it gave up as delivered": withConsumer(
    class extends MutantConsumer {
      override get delivered(): number {
        return this.cursor - this.start;
      }
      override get lost(): number {
        return 0;
      }
    },
  ),
  "advances by the size asked for, not by the size of the batch": withConsumer(
    class extends MutantConsumer {
      override pollBatch(max: number): number {
        const count = super.pollBatch(max);
        if (count > 0) inside(this)._position += Math.min(max, this.ring.capacity) - count;
        return count;
      }
    },
  ),
  "shows the wrong event of a batch": withConsumer(
    class extends MutantConsumer {
      override eventAt(index: number): EventView {
        return super.eventAt(index ^ 1);
      }
    },
  ),
  "lets a late consumer start at the oldest event": withConsumer(
    class extends MutantConsumer {
      constructor(ring: RingBuffer) {
        super(ring);
        inside(this)._position -= ring.head - ring.oldest;
      }
    },
  ),
  "forgets the era of its cursor": withConsumer(
    class extends MutantConsumer {
      override get cursor(): number {
        return inside(this)._position >>> 0;
      }
    },
  ),
  "publishes at the claim": (settings) =>
    new class extends RingBuffer {
      claimed = false;
      override claim(): EventWriter {
        const slot = super.claim();
        if (!this.claimed) super.publish();
        this.claimed = true;
        return slot;
      }
      override publish(): number {
        if (!this.claimed) return super.publish();
        this.claimed = false;
        return this.head - 1;
      }
    }(settings, UNCHECKED),
  "publishes one event of a batch": (settings) =>
    new class extends RingBuffer {
      override claimBatch(count: number): void {
        super.claimBatch(count);
        this.claim();
      }
    }(settings, UNCHECKED),
  "answers a batch with the sequence of its last event": (settings) =>
    new class extends RingBuffer {
      override publish(): number {
        super.publish();
        return this.head - 1;
      }
    }(settings, UNCHECKED),
  "writes over what is still readable": withFields(({ capacity }) => ({ recordMask: capacity - 1 })),
  "keeps twice as many events readable": withFields(({ capacity }) => ({ outside: ~(2 * capacity - 1) })),
  "lets records overlap": withFields(({ payloadWords }) => ({ recordCells: (payloadWords ?? 4) > 0 ? 1 : 0 })),
  "forgets to advance the era": withEras((era, last) => Object.assign(era, { origin: last.origin })),
  "leaves an era readable when it is over": withEras((_era, last) => Object.assign(last, { newest: last.claimed })),
};

const SEED = 20_260_101;

for (const [mistake, makeRing] of Object.entries(MUTANTS)) {
  Deno.test(`checkAgainstModel finds a ring that ${mistake}`, () => {
    const error = assertThrows(() => checkAgainstModel(makeRing, { seed: SEED }), Error);
    assert(error.message.startsWith("Property failed after"), error.message);
    assert(error.cause instanceof AssertionError, "not by a crash of the mutant itself");
  });
}

Deno.test("checkAgainstModel names the seed and the path of a failure, and they replay it", () => {
  const makeRing = MUTANTS["resumes one event behind the oldest"];
  const { message } = assertThrows(() => checkAgainstModel(makeRing, { seed: SEED }), Error);
  const replay = /\{ seed: (-?\d+), path: "([\d:]+)", endOnFailure: true \}/.exec(message);
  assert(replay !== null, message);
  const [, seed, path] = replay;
  assertEquals(Number(seed), SEED);
  assert(message.includes('"do":"resumeAtOldest"'), "and shows the calls");
  const replayed = assertThrows(() => checkAgainstModel(makeRing, { seed: Number(seed), path }), Error);
  assert(replayed.message.startsWith("Property failed after 1 tests"), replayed.message);
});

Deno.test("checkSlowConsumer finds a consumer that compares positions without eras", () => {
  class Forgetful extends MutantConsumer {
    override poll(): PollStatus {
      inside(this)._era = memoryOf(this).era;
      return super.poll();
    }
  }
  const makeRing = withConsumer(Forgetful);
  for (const count of [2 ** 32, 2 ** 32 + 5]) {
    assertThrows(
      () => checkSlowConsumer(makeRing({ capacity: 1024 }), publishUnwritten, count, 0),
      Error,
      "Values are not equal",
    );
  }
});
