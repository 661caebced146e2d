/**
 * Stops a run together with whatever has started it, as Ctrl-Z is meant to.
 *
 * @module
 */

/** The library with the functions of the operating system, and its number for the signal that stops a process. */
const SYSTEMS: Partial<Record<typeof Deno.build.os, readonly [library: string, stop: number]>> = {
  linux: ["libc.so.6", 19],
  darwin: ["libSystem.dylib", 17],
};

/** What stops the processes that Ctrl-Z is sent to. */
export interface JobControl {
  /** Stops every process of the group, this one too. Returns when they go on. */
  stop(): void;
  /** Gives back what it needs. */
  close(): void;
}

/**
 * What stops the processes that Ctrl-Z is sent to; nothing, where that takes a permission that has not been given, or is done
 * in a way that is not known here.
 *
 * Left alone, a process stops by itself. But `deno task`, which hears of Ctrl-Z too, does not: it waits for a process that
 * has stopped, the shell waits for `deno task`, and nobody reads the keyboard any more. A signal that cannot be caught stops
 * all of them.
 */
export function openJobControl(): JobControl | null {
  const system = SYSTEMS[Deno.build.os];
  if (system === undefined) return null;
  const [library, stopSignal] = system;
  if (Deno.permissions.querySync({ name: "ffi", path: library }).state !== "granted") return null;
  try {
    const opened = Deno.dlopen(library, { kill: { parameters: ["i32", "i32"], result: "i32" } });
    return { stop: () => void opened.symbols.kill(OWN_GROUP, stopSignal), close: () => opened.close() };
  } catch {
    return null;
  }
}

/** What `kill` takes for every process of the group that calls it. */
const OWN_GROUP = 0;
