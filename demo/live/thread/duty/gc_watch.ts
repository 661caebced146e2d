import { GCProfiler } from "node:v8";
import type { Collections } from "../../between/thread_messages.ts";

/**
 * Counts the garbage collections of the thread it is made in. V8 reports each one as it happens, also in a thread that never
 * returns to its event loop.
 */
export class GcWatch {
  private _profiler: GCProfiler = startProfiler();

  /** Collections since the latest reading, or since the watch was made. */
  read(): Collections {
    const collections: Record<string, number> = {};
    for (const { gcType } of this._profiler.stop()?.statistics ?? []) {
      collections[gcType] = (collections[gcType] ?? 0) + 1;
    }
    this._profiler = startProfiler();
    return collections;
  }
}

function startProfiler(): GCProfiler {
  const profiler = new GCProfiler();
  profiler.start();
  return profiler;
}
