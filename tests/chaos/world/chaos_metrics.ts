import type { ConsumerSnapshot, SystemSnapshot } from "../../../control/metrics/system_metrics.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ChaosDesk } from "./chaos_desk.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { demand, demandSame } from "../model/violation.ts";

/** Snapshots that are kept, to see whether they change. */
const KEPT = 3;

/** The metrics of a whole system, and the check of every snapshot that they give: when it is taken, and again later. */
export class ChaosMetrics {
  declare private readonly _system: ChaosSystem;
  /** The latest snapshots, with the text that each made when it was taken. */
  private readonly _kept: { readonly snapshot: SystemSnapshot; readonly text: string }[] = [];

  /**
   * Measures a system.
   *
   * @param system the system
   */
  constructor(system: ChaosSystem) {
    this._system = system;
  }

  /** Takes a snapshot and checks it. */
  snapshot(): SystemSnapshot {
    const { clock: { trueNs }, parts, log, ring, model, producerLoop, joined } = this._system;
    const snapshot = parts.metrics.snapshot();
    for (const { model: { waiting, cursor } } of joined) waiting.look(cursor, trueNs);
    demandSame("metrics", "published", snapshot.published, log.head - log.first);
    demandSame("metrics", "the capacity", snapshot.capacity, ring.capacity);
    demandSame("metrics", "the number of transitions", snapshot.transitions, model.transitions);
    demandSame("metrics", "whether the system is ready", snapshot.ready, model.state === LifecycleState.READY);
    const { producer } = snapshot;
    demandSame("metrics", "stalls of the producer", producer?.stalls, producerLoop?.model.stalls);
    demandSame("metrics", "the longest cycle of the producer", producer?.longestCycleNs, producerLoop?.model.longestNs);
    demandSame("metrics", "the number of consumers", snapshot.consumers.length, joined.length);
    joined.forEach((desk, index) => {
      demandConsumer(snapshot.consumers[index], desk);
      this._demandAges(snapshot.consumers[index], desk);
    });
    const isFrozen = [snapshot, producer, snapshot.consumers].every(Object.isFrozen);
    demand(
      "snapshots",
      isFrozen && snapshot.consumers.every(Object.isFrozen),
      "a snapshot of the system is not frozen",
    );
    this._keep(snapshot);
    return snapshot;
  }

  /** Demands that no snapshot that is kept has changed, and lets them go. */
  finish(): void {
    while (this._kept.length > 0) this._letGo();
  }

  private _demandAges(snapshot: ConsumerSnapshot, desk: ChaosDesk): void {
    const { clock, models } = this._system;
    const { name, model } = desk;
    const { oldestUndecidedAgeNs, heartbeatAgeNs } = snapshot;
    demandSame("metrics", `the age of what waits for ${name}`, oldestUndecidedAgeNs, model.waiting.ageNs);
    demandSame(
      "metrics",
      `the age of the heartbeat of ${name}`,
      heartbeatAgeNs,
      models.heartbeatAgeNs(model, clock.trueNs),
    );
  }

  private _keep(snapshot: SystemSnapshot): void {
    this._kept.push({ snapshot, text: JSON.stringify(snapshot) });
    if (this._kept.length > KEPT) this._letGo();
  }

  private _letGo(): void {
    const kept = this._kept.shift();
    const isSame = JSON.stringify(kept?.snapshot) === kept?.text;
    demand("snapshots", isSame, "a snapshot has changed since it was taken");
  }
}

function demandConsumer(snapshot: ConsumerSnapshot, { name, model }: ChaosDesk): void {
  const { polls, cycles, witness } = model;
  const same = (what: string, found: unknown, expected: unknown) => {
    demandSame("metrics", `${what} of ${name}`, found, expected);
  };
  same("the name", snapshot.name, name);
  same("delivered", snapshot.delivered, model.delivered);
  same("lost", snapshot.lost, model.lost);
  same("the lag", snapshot.lag, model.lag);
  same("overwritten", snapshot.overwritten, model.overwritten);
  same("overruns", snapshot.overruns, polls.overruns);
  same("empty polls", snapshot.emptyPolls, polls.empty);
  same("stalls", snapshot.stalls, cycles.stalls);
  same("the longest cycle", snapshot.longestCycleNs, cycles.longestNs);
  same("observed", snapshot.metrics.observed, witness.total.observed);
  same("executed", snapshot.metrics.executed, witness.total.executed);
  same("dropped", snapshot.metrics.dropped, witness.total.dropped);
}
