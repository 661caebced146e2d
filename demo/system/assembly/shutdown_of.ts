import type { SystemSnapshot } from "../../../control/mod.ts";
import { type Drain, ShutdownController } from "../../../runtime/mod.ts";
import type { SystemAssembly } from "./system_assembly.ts";

/**
 * A controller that shuts a system down.
 *
 * @param system the system
 * @param executor drained, once the ring is closed
 * @param pollsMax polls that draining may take
 */
export function shutdownOf(
  system: SystemAssembly,
  executor: Drain,
  pollsMax: number,
): ShutdownController<SystemSnapshot> {
  const { lifecycle, ring: intake } = system;
  const snapshot = () => system.metrics.snapshot();
  return new ShutdownController({ lifecycle, intake, executor, pollsMax, snapshot });
}
