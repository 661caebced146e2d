import { assertEquals } from "@std/assert";
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";

/** The state of a consumer. */
export interface Snapshot {
  readonly fields: Readonly<Inside>;
  readonly cursor: number;
  readonly lost: number;
}

/** The numbers that a consumer keeps. */
interface Inside {
  start: number;
  _slot: number;
  _stamp: number;
  _epoch: number;
  _position: number;
  _era: number;
  _record: number;
  _area: number;
  _batch: number;
  _batchCount: number;
  _batchRecord: number;
  _lost: number;
}

function inside(consumer: SharedConsumer): Inside {
  return consumer as unknown as Inside;
}

/** Takes the numbers that a consumer keeps. All else in it, ring and kernel, is always the same. */
export function snapshotOf(consumer: SharedConsumer): Snapshot {
  const { start, _slot, _stamp, _epoch, _position, _era, _record, _area, _batch, _batchCount, _batchRecord, _lost } =
    inside(
      consumer,
    );
  const fields = {
    start,
    _slot,
    _stamp,
    _epoch,
    _position,
    _era,
    _record,
    _area,
    _batch,
    _batchCount,
    _batchRecord,
    _lost,
  };
  return { fields, cursor: consumer.cursor, lost: consumer.lost };
}

/** Makes a consumer what it was. */
export function restore(consumer: SharedConsumer, { fields }: Snapshot): void {
  const target = inside(consumer);
  target.start = fields.start;
  target._slot = fields._slot;
  target._stamp = fields._stamp;
  target._epoch = fields._epoch;
  target._position = fields._position;
  target._era = fields._era;
  target._record = fields._record;
  target._area = fields._area;
  target._batch = fields._batch;
  target._batchCount = fields._batchCount;
  target._batchRecord = fields._batchRecord;
  target._lost = fields._lost;
}

/** Whether two consumers behave alike from now on. Where they started and what they lost is of no consequence. */
export function isAlike({ fields: a }: Snapshot, { fields: b }: Snapshot): boolean {
  return a._slot === b._slot && a._stamp === b._stamp && a._epoch === b._epoch && a._position === b._position &&
    a._era === b._era && a._record === b._record && a._area === b._area;
}

/** Refuses a consumer that keeps a number of which {@linkcode snapshotOf} does not know. */
export function checkFields(consumer: SharedConsumer): void {
  const numbers = Object.entries(consumer).filter(([, value]) => typeof value === "number").map(([name]) => name);
  const fixed = ["_slotWords", "_end", "_recordWords", "_maxBatch", "_records", "_areas"];
  assertEquals(numbers.toSorted(), [...Object.keys(snapshotOf(consumer).fields), ...fixed].toSorted());
}
