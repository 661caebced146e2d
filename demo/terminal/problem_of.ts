/**
 * The problem that an error of the library states, without the action: `Cannot create check lag: limit must be ...` becomes
 * `limit must be ...`. For a line that names the option instead.
 */
export function problemOf(error: Error): string {
  return error.message.replace(/^Cannot [^:]+: /, "");
}
