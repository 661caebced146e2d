// @cold-file: asked when a kernel is chosen

/** The names under which hosts know the x86-64. */
const X64 = ["x86_64", "x64"];

/** What the host says of its processor, as Deno and Node do; browsers say nothing. */
function architecture(): string | undefined {
  const host = globalThis as { Deno?: { build?: { arch?: string } }; process?: { arch?: string } };
  return host.Deno?.build?.arch ?? host.process?.arch;
}

/** Whether the processor is known to be an x86-64, which keeps the order of stores and the order of loads. */
export function isX64(): boolean {
  return X64.includes(architecture() ?? "");
}

/**
 * Refuses a processor that is known to be another.
 *
 * @throws {Error} if it is
 */
export function checkMayBeX64(): void {
  const found = architecture();
  if (found === undefined || X64.includes(found)) return;
  throw new Error(
    `cannot use kernel wasm-tso: the processor must keep the order of stores, as x86-64 does, got ${found}`,
  );
}
