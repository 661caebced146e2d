import { shutdownOf } from "../../../demo/system/assembly/shutdown_of.ts";
import type { ShutdownReport } from "../../../runtime/shutdown/shutdown_controller.ts";
import type { SystemSnapshot } from "../../../control/metrics/system_metrics.ts";
import type { ChaosMetrics } from "./chaos_metrics.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { nameOf } from "../model/lifecycle_model.ts";
import { demand, demandSame } from "../model/violation.ts";

/**
 * Shuts a system down, and checks what the shutdown says of itself.
 *
 * @param system the system, which has not been shut down
 * @param metrics what checks the last snapshot
 * @param pollsMax polls that draining may take
 */
export function shutDown(
  system: ChaosSystem,
  metrics: ChaosMetrics,
  pollsMax: number,
): ShutdownReport<SystemSnapshot> {
  const { executor: desk, parts, ring, model, counts } = system;
  const { lag } = desk.model;
  const readable = Math.min(lag, ring.capacity);
  const drain = {
    consumer: {
      get lag() {
        return desk.consumer.lag;
      },
      resumeAtOldest: () => desk.resume("oldest"),
    },
    poll: () => desk.decide(),
  };
  const controller = shutdownOf(parts, drain, pollsMax);
  system.models.isClosed = true;
  const isHeld = model.terminate();
  const report = controller.shutdown();
  // An overrun takes a poll, and so does learning that nothing is left.
  const overruns = isHeld && lag > readable && pollsMax > 0 ? 1 : 0;
  const lost = overruns * (lag - readable);
  const drained = isHeld ? Math.min(pollsMax - overruns, readable) : 0;
  const polls = isHeld ? Math.min(pollsMax, overruns + readable + 1) : 0;
  demandSame("shutdown", "what was drained", report.drained, drained);
  demandSame("shutdown", "what was lost", report.lost, lost);
  demandSame("shutdown", "what was left", report.left, lag - lost - drained);
  demandSame("shutdown", "polls of the drain", report.polls, polls);
  demandSame("shutdown", "the state after it", report.finalState, nameOf(model.state));
  demandSame("shutdown", "a second report", controller.shutdown(), report);
  demandSame("shutdown", "whether the ring is closed", ring.closed, true);
  const last = JSON.stringify(metrics.snapshot());
  demandSame("shutdown", "the last snapshot", JSON.stringify(report.snapshot), last);
  demand("snapshots", Object.isFrozen(report), "the report of a shutdown is not frozen");
  counts.shutdowns++;
  return report;
}
