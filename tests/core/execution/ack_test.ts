import { assertEquals, assertThrows } from "@std/assert";
import {
  Ack,
  ACK_CELLS,
  ACK_COMPLETION,
  ACK_DECISION,
  ACK_EXECUTED,
  ACK_RESULT,
  ACK_SEQUENCE,
} from "../../../core/execution/ack.ts";

function ackOf(sequence: number, decisionNs: number, completionNs: number, executed: boolean, result: number): Ack {
  const ack = new Ack();
  ack.cells[ACK_SEQUENCE] = sequence;
  ack.cells[ACK_DECISION] = decisionNs;
  ack.cells[ACK_COMPLETION] = completionNs;
  ack.cells[ACK_EXECUTED] = executed ? 1 : 0;
  ack.cells[ACK_RESULT] = result;
  return ack;
}

Deno.test("Ack records nothing when new", () => {
  const ack = new Ack();
  assertEquals([ack.sequence, ack.decisionNs, ack.completionNs, ack.executed, ack.result], [0, 0, 0, false, 0]);
});

Deno.test("Ack is five cells: sequence, decision, completion, executed, result", () => {
  const ack = ackOf(2 ** 53 - 1, 10, 20, true, -7);
  assertEquals([...ack.cells], [2 ** 53 - 1, 10, 20, 1, -7]);
  assertEquals([ACK_CELLS, ack.cells.byteLength], [5, 40]);
  assertEquals([ack.sequence, ack.decisionNs, ack.completionNs, ack.executed, ack.result], [
    2 ** 53 - 1,
    10,
    20,
    true,
    -7,
  ]);
});

Deno.test("Ack copyTo writes its five cells and no other", () => {
  const target = new Float64Array(11).fill(-1);
  ackOf(1, 2, 3, true, 4).copyTo(target, 0);
  ackOf(5, 6, 7, false, 8).copyTo(target, 6);
  assertEquals([...target], [1, 2, 3, 1, 4, -1, 5, 6, 7, 0, 8]);
});

Deno.test("Ack copyTo refuses a place that does not hold it whole, and writes nothing", () => {
  const target = new Float64Array(11).fill(-1);
  for (const offset of [7, 11, -1, 0.5, NaN, Infinity, 2 ** 32]) {
    assertThrows(
      () => new Ack().copyTo(target, offset),
      RangeError,
      `Cannot copy the ack: offset must be an integer from 0 to 6, got ${offset}`,
    );
  }
  assertThrows(
    () => new Ack().copyTo(new Float64Array(4), 0),
    RangeError,
    "Cannot copy the ack: target must have at least 5 cells, got 4",
  );
  assertEquals(target, new Float64Array(11).fill(-1));
});

Deno.test("Ack clone is equal and independent", () => {
  const ack = ackOf(1, 2, 3, true, 4);
  const copy = ack.clone();
  ack.cells.fill(9);
  assertEquals([...copy.cells], [1, 2, 3, 1, 4]);
});
