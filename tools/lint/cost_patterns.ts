/**
 * The patterns that the law of the hot path forbids, each beside what it asks for instead.
 *
 * @module
 */
import { ERA_BITS, ERA_MASK, eraOf, positionOf } from "../../core/bus/sequence.ts";
import * as numbering from "../../core/bus/sequence.ts";
import { OFFSET_MASK, PAYLOAD_WORD } from "../../core/bus/slot_layout.ts";
import * as layout from "../../core/bus/slot_layout.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";

/** The work of one event. The caller adds up what it returns, so that the work cannot be left out. */
export type Step = (event: number) => number;

/** One event's work, done against the law and by it. */
export interface Pattern {
  /** The rule that forbids it, without `hot-path/`; null if no rule can see it. */
  readonly rule: string | null;
  /** Makes the step that breaks the law. */
  readonly breach: () => Step;
  /** Makes the step that keeps it. */
  readonly instead: () => Step;
  /** Whether breaking the law is known to allocate; otherwise it costs time or certainty alone. */
  readonly allocates: boolean;
}

/** Keeps what a pattern makes alive until two events later, so that the optimiser may not leave it out. */
const kept: unknown[] = [null, null];
function keep(event: number, made: unknown): number {
  kept[event & 1] = made;
  return 0;
}

/** Keeps a number without boxing it. */
const cells = new Float64Array(8);
function write(event: number, value: number): number {
  cells[event & 7] = value;
  return 0;
}

const words = new Int32Array(64);
const sharedWords = new Int32Array(new SharedArrayBuffer(64));
const writeWord: Step = (event) => words[event & 63] = event;

class One {
  add(value: number): number {
    return value;
  }
  pair(event: number): number[] {
    return [event, event + 0.5];
  }
  addAt(at: number): number {
    return write(at, cells[at & 7]);
  }
}
class Two extends One {
  override add(value: number): number {
    return value + 2;
  }
  override pair(event: number): number[] {
    return [event, event + 2.5];
  }
  override addAt(at: number): number {
    return write(at, cells[at & 7] + 2);
  }
}
class Three extends One {
  override add(value: number): number {
    return value + 3;
  }
  override pair(event: number): number[] {
    return [event, event + 3.5];
  }
  override addAt(at: number): number {
    return write(at, cells[at & 7] + 3);
  }
}
class Four extends One {
  override add(value: number): number {
    return value + 4;
  }
  override pair(event: number): number[] {
    return [event, event + 4.5];
  }
  override addAt(at: number): number {
    return write(at, cells[at & 7] + 4);
  }
}
class Five extends One {
  override add(value: number): number {
    return value + 5;
  }
  override pair(event: number): number[] {
    return [event, event + 5.5];
  }
  override addAt(at: number): number {
    return write(at, cells[at & 7] + 5);
  }
}
const FIVE: readonly One[] = [new One(), new Two(), new Three(), new Four(), new Five()];

class Uninitialised {
  value: number;
  constructor(value: number) {
    this.value = value;
  }
}
class Initialised {
  value = 0;
}

let moduleDouble = 0.5;

/** An imported value, read once. */
const { ERA_BITS: eraBits, ERA_MASK: eraMask, eraOf: ownEraOf, positionOf: ownPositionOf } = numbering;
const { OFFSET_MASK: offsetMask, PAYLOAD_WORD: payloadWord } = layout;
const { DEGRADED, READY, WARMUP } = LifecycleState;

const RECORD_SHIFT = 3;
const RECORD_MASK = 63;
const records = new Int32Array((RECORD_MASK + 1) << RECORD_SHIFT);

/** The patterns that the law forbids, by name. */
export const PATTERNS: Readonly<Record<string, Pattern>> = {
  "object literal": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, { sequence: event, arrivalNs: event + 0.5 }),
    instead: () => (event) => write(event, event + 0.5),
    allocates: true,
  },
  "array literal": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, [event, event + 1]),
    instead: () => writeWord,
    allocates: true,
  },
  "`new`, a class with two fields": {
    rule: "no-allocation",
    breach: () => {
      class Event {
        sequence = 1;
        word = 2;
      }
      return (event) => keep(event, new Event());
    },
    instead: () => writeWord,
    allocates: true,
  },
  "template literal": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, `event ${event}`),
    instead: () => writeWord,
    allocates: true,
  },
  "regular expression literal": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, /a/),
    instead: () => {
      const expression = /a/;
      return (event) => keep(event, expression);
    },
    allocates: true,
  },
  "closure": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, () => event),
    instead: () => writeWord,
    allocates: true,
  },
  "rest parameter": {
    rule: "no-allocation",
    breach: () => {
      const collect = (...values: number[]) => values;
      return (event) => keep(event, collect(event, 2, 3, 4));
    },
    instead: () => writeWord,
    allocates: true,
  },
  "spread into an array of four": {
    rule: "no-allocation",
    breach: () => {
      const source = [1, 2, 3, 4];
      return (event) => keep(event, [...source]);
    },
    instead: () => writeWord,
    allocates: true,
  },
  "destructured result, five implementations": {
    rule: "no-allocation",
    breach: () => (event) => {
      const [a, b] = FIVE[event % 5].pair(event);
      return write(event, a + b);
    },
    instead: () => (event) => FIVE[event % 5].addAt(event),
    allocates: true,
  },
  "`for...of` over a Map of four": {
    rule: "no-allocation",
    breach: () => {
      const map = new Map([[1, 2], [3, 4], [5, 6], [7, 8]]);
      return () => {
        let sum = 0;
        for (const [key, value] of map) sum += key + value;
        return sum;
      };
    },
    instead: () => () => {
      let sum = 0;
      for (let i = 0; i < 8; i++) sum = (sum + words[i]) | 0;
      return sum;
    },
    allocates: true,
  },
  "`for...of` over an array of eight": {
    rule: "no-allocation",
    breach: () => {
      const list = [1, 2, 3, 4, 5, 6, 7, 8];
      return () => {
        let sum = 0;
        for (const value of list) sum = (sum + value) | 0;
        return sum;
      };
    },
    instead: () => () => {
      let sum = 0;
      for (let i = 0; i < 8; i++) sum = (sum + words[i]) | 0;
      return sum;
    },
    allocates: false,
  },
  "generator of eight": {
    rule: "no-allocation",
    breach: () => {
      function* all(): Iterable<number> {
        for (let i = 0; i < 8; i++) yield words[i];
      }
      return () => {
        let sum = 0;
        for (const value of all()) sum = (sum + value) | 0;
        return sum;
      };
    },
    instead: () => () => {
      let sum = 0;
      for (let i = 0; i < 8; i++) sum = (sum + words[i]) | 0;
      return sum;
    },
    allocates: true,
  },
  "`subarray`": {
    rule: "no-allocation",
    breach: () => (event) => keep(event, words.subarray(event & 7, 16)),
    instead: () => writeWord,
    allocates: true,
  },
  "BigInt addition into a field": {
    rule: "no-bigint",
    breach: () => {
      class Count {
        value = 0n;
      }
      const count = new Count();
      return () => {
        count.value += 1n;
        return 0;
      };
    },
    instead: () => () => words[0] = (words[0] + 1) | 0,
    allocates: true,
  },
  "`BigInt64Array` store": {
    rule: "no-bigint",
    breach: () => {
      const longs = new BigInt64Array(8);
      return (event) => {
        longs[event & 7] = BigInt(event);
        return 0;
      };
    },
    instead: () => (event) => write(event, event),
    allocates: true,
  },
  "`Atomics` on a `BigInt64Array`, load and store": {
    rule: "no-bigint",
    breach: () => {
      const longs = new BigInt64Array(new SharedArrayBuffer(64));
      return () => {
        Atomics.store(longs, 0, Atomics.load(longs, 0) + 1n);
        return 0;
      };
    },
    instead: () => () => Atomics.store(sharedWords, 0, (Atomics.load(sharedWords, 0) + 1) | 0),
    allocates: true,
  },
  "`process.hrtime.bigint()`": {
    rule: "no-bigint",
    breach: () => {
      // deno-lint-ignore no-process-global
      const { hrtime } = process;
      return (event) => keep(event, hrtime.bigint());
    },
    instead: () => (event) => write(event, event),
    allocates: true,
  },
  "field declared without a value": {
    rule: "no-uninitialised-field",
    breach: () => {
      const object = new Uninitialised(0.5);
      return (event) => {
        object.value = event + 0.5;
        return 0;
      };
    },
    instead: () => {
      const object = new Initialised();
      return (event) => {
        object.value = event + 0.5;
        return 0;
      };
    },
    allocates: true,
  },
  "`number | null` result, seven in eight a number": {
    rule: "no-nullable-number",
    breach: () => {
      const last = (event: number): number | null => (event & 7) === 0 ? null : cells[event & 7];
      cells.fill(1.5);
      return (event) => keep(event, last(event));
    },
    instead: () => {
      const last = (event: number): number => (event & 7) === 0 ? -1 : cells[event & 7];
      return (event) => write(event, last(event));
    },
    allocates: true,
  },
  "double in a module's `let`": {
    rule: "no-module-double",
    breach: () => (event) => {
      moduleDouble = event + 0.5;
      return 0;
    },
    instead: () => (event) => write(event, event + 0.5),
    allocates: true,
  },
  "four imported constants in a loop of eight": {
    rule: "no-live-binding",
    breach: () => (event) => {
      let sum = 0;
      for (let position = event; position < event + 8; position++) {
        const offset = ((position & ERA_MASK & RECORD_MASK) << RECORD_SHIFT) & OFFSET_MASK;
        records[offset + PAYLOAD_WORD] = position >>> ERA_BITS;
        sum = (sum + records[(offset & OFFSET_MASK) + PAYLOAD_WORD]) | 0;
      }
      return sum;
    },
    instead: () => (event) => {
      let sum = 0;
      for (let position = event; position < event + 8; position++) {
        const offset = ((position & eraMask & RECORD_MASK) << RECORD_SHIFT) & offsetMask;
        records[offset + payloadWord] = position >>> eraBits;
        sum = (sum + records[(offset & offsetMask) + payloadWord]) | 0;
      }
      return sum;
    },
    allocates: false,
  },
  "six members of an imported object": {
    rule: "no-live-binding",
    breach: () => (event) => {
      words[(event + LifecycleState.WARMUP) & 63] = event ^ LifecycleState.READY;
      words[(event + LifecycleState.DEGRADED) & 63] = event & LifecycleState.WARMUP;
      return words[(event * LifecycleState.READY) & 63] + LifecycleState.DEGRADED;
    },
    instead: () => (event) => {
      words[(event + WARMUP) & 63] = event ^ READY;
      words[(event + DEGRADED) & 63] = event & WARMUP;
      return words[(event * READY) & 63] + DEGRADED;
    },
    allocates: false,
  },
  "two calls of imported functions": {
    rule: "no-live-binding",
    breach: () => (event) => words[positionOf(event) & 63] += eraOf(event),
    instead: () => (event) => words[ownPositionOf(event) & 63] += ownEraOf(event),
    allocates: false,
  },
  "error thrown and caught": {
    rule: "no-throw",
    breach: () => {
      const refuse = (event: number): number => {
        if (event >= 0) throw new RangeError("lost");
        return event;
      };
      return (event) => {
        try {
          return refuse(event);
        } catch {
          return 1;
        }
      };
    },
    instead: () => (event) => event >= 0 ? -1 : event,
    allocates: true,
  },
  "call of an async function": {
    rule: "no-async",
    breach: () => {
      const later = async (event: number) => {
        await null;
        return event;
      };
      return (event) => keep(event, later(event));
    },
    instead: () => writeWord,
    allocates: true,
  },
  "`queueMicrotask`": {
    rule: "no-async",
    breach: () => {
      const nothing = () => {};
      return () => {
        queueMicrotask(nothing);
        return 0;
      };
    },
    instead: () => writeWord,
    allocates: true,
  },
  "`console.log` into nowhere": {
    rule: "no-console",
    breach: () => (event) => {
      console.log("event", event);
      return 0;
    },
    instead: () => writeWord,
    allocates: true,
  },
  "`Date.now()`": {
    rule: "no-wall-clock",
    breach: () => (event) => write(event, Date.now()),
    instead: () => (event) => write(event, event),
    allocates: true,
  },
  "`performance.now()`": {
    rule: "no-wall-clock",
    breach: () => (event) => write(event, performance.now()),
    instead: () => (event) => write(event, event),
    allocates: false,
  },
  "`Math.random()`": {
    rule: "no-randomness",
    breach: () => (event) => write(event, Math.random()),
    instead: () => (event) => writeWord(Math.imul(event, 0x9e3779b1)),
    allocates: false,
  },
  "`crypto.getRandomValues`, one word": {
    rule: "no-randomness",
    breach: () => {
      const word = new Uint32Array(1);
      return () => {
        crypto.getRandomValues(word);
        return word[0];
      };
    },
    instead: () => (event) => writeWord(Math.imul(event, 0x9e3779b1)),
    allocates: false,
  },
  "double through a call with five targets": {
    rule: null,
    breach: () => (event) => write(event, FIVE[event % 5].add(event + 0.5)),
    instead: () => (event) => FIVE[event % 5].addAt(event),
    allocates: true,
  },
  "`Map` with double values": {
    rule: null,
    breach: () => {
      const map = new Map<number, number>();
      return (event) => {
        map.set(event & 7, event + 0.5);
        return 0;
      };
    },
    instead: () => (event) => write(event, event + 0.5),
    allocates: true,
  },
  "`Atomics.load` on a `Uint32Array`, above 2^31": {
    rule: null,
    breach: () => {
      const unsigned = new Uint32Array(new SharedArrayBuffer(64));
      unsigned[0] = 0xf000_0000;
      return (event) => keep(event, Atomics.load(unsigned, 0));
    },
    instead: () => (event) => keep(event, Atomics.load(sharedWords, 0)),
    allocates: true,
  },
};

/** The double of the module that a pattern writes. Reading it keeps the optimiser from leaving the writes out. */
export function keptDouble(): number {
  return moduleDouble;
}
