import { Lifecycle, LifecycleState } from "../../../../mod.ts";

const WORDS = 32;

/** Words of progress that nobody looks at. */
export function privateWords(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * WORDS));
}

/** A lifecycle that nobody else knows, in READY. */
export function readyLifecycle(): Lifecycle {
  const lifecycle = new Lifecycle();
  lifecycle.transition(LifecycleState.WARMUP);
  lifecycle.transition(LifecycleState.READY);
  return lifecycle;
}
