// @cold-file: asked when a kernel of the shared ring is chosen
// It is here, and not beside the kernels, because this folder alone may ask the host.

/** What hosts call the x86-64. */
const X64 = "x64";

/** What the host says of its processor: Deno and Node alike; browsers say nothing. */
function architecture(): string | undefined {
  return (globalThis as { process?: { arch?: string } }).process?.arch;
}

/** Whether the processor is known to be an x86-64, which keeps the order of stores and the order of loads. */
export function isX64(): boolean {
  return architecture() === X64;
}

/**
 * Refuses a processor that is known to be another.
 *
 * @throws {Error} if it is
 */
export function checkMayBeX64(): void {
  const found = architecture();
  if (found === undefined || found === X64) return;
  throw new Error(
    `cannot use kernel wasm-tso: the processor must keep the order of stores, as x86-64 does, got ${found}`,
  );
}
