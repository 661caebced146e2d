import type { MarketDataIngest, SharedRingBuffer } from "../../../../mod.ts";
import type { Pacer } from "../../../../runtime/mod.ts";
import type { Command } from "../../between/control_words.ts";
import type { ThreadDuty } from "./thread_duty_cycle.ts";

/** Parts of a producer's duty. */
export interface ProducerDutyParts {
  /** Where events enter. */
  readonly ingest: MarketDataIngest;
  /** Where they are published. */
  readonly ring: SharedRingBuffer;
  /** Says how many are due. */
  readonly pacer: Pacer;
}

/** Publishes what is due. Payload word `k` of event `n` is the low 32 bits of `n + k`. */
export class ProducerDuty implements ThreadDuty {
  declare private readonly _ingest: MarketDataIngest;
  declare private readonly _pacer: Pacer;
  declare private readonly _payloadWords: number;
  /** The low 32 bits of the next sequence. */
  private _position = 0;

  /** Makes a duty. */
  constructor({ ingest, ring, pacer }: ProducerDutyParts) {
    this._ingest = ingest;
    this._pacer = pacer;
    this._payloadWords = ring.payloadWords;
    this._position = ring.head | 0;
  }

  /** Publishes what is due, and says how many events that was. */
  // @hot
  pass(): number {
    const ingest = this._ingest;
    const payloadWords = this._payloadWords;
    const due = this._pacer.due();
    let position = this._position;
    for (let n = 0; n < due; n++) {
      const slot = ingest.claim();
      for (let k = 0; k < payloadWords; k++) slot.setWord(k, (position + k) | 0);
      ingest.publish();
      position = (position + 1) | 0;
    }
    this._position = position;
    return due;
  }

  /** The producer stops as soon as it is told to. */
  isDone(_command: Command, _work: number): boolean {
    return true;
  }
}
