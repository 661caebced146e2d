// @cold-file: asked when a kernel is chosen

/**
 * Whether the processor is known to be an x86-64, which keeps the order of stores and the order of loads.
 *
 * Deno and Node say so. Browsers do not, and are taken for another processor.
 */
export function isX64(): boolean {
  const host = globalThis as { Deno?: { build?: { arch?: string } }; process?: { arch?: string } };
  return host.Deno?.build?.arch === "x86_64" || host.process?.arch === "x64";
}
