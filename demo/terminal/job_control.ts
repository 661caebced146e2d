/**
 * Stops a run together with its parent processes, as Ctrl-Z should.
 *
 * @module
 */

/** The library with the functions of the operating system, and its number for the signal that stops a process. */
const SYSTEMS: Partial<Record<typeof Deno.build.os, readonly [library: string, stop: number]>> = {
  linux: ["libc.so.6", 19],
  darwin: ["libSystem.dylib", 17],
};

/** Stops the processes that receive Ctrl-Z. */
export interface JobControl {
  /** Stops every process of the group, this one too. Returns when they go on. */
  stop(): void;
  /** Gives back what it needs. */
  close(): void;
}

/**
 * Stops the processes that receive Ctrl-Z; nothing, if that needs a permission that was not given, or on a system that
 * is not supported.
 *
 * By default a process stops by itself. But `deno task`, which receives Ctrl-Z too, does not: it waits for the stopped
 * process, the shell waits for `deno task`, and no program reads the keyboard. A signal that cannot be caught stops all
 * of them.
 */
export function openJobControl(): JobControl | undefined {
  const system = SYSTEMS[Deno.build.os];
  if (system === undefined) return undefined;
  const [library, stopSignal] = system;
  if (Deno.permissions.querySync({ name: "ffi", path: library }).state !== "granted") return undefined;
  try {
    const opened = Deno.dlopen(library, { kill: { parameters: ["i32", "i32"], result: "i32" } });
    return { stop: () => void opened.symbols.kill(OWN_GROUP, stopSignal), close: () => opened.close() };
  } catch {
    return undefined;
  }
}

/** Argument of `kill` for every process of the caller's group. */
const OWN_GROUP = 0;
