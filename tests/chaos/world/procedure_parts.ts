import { drainAndShutDown } from "../../../control/automation/drain_and_shut_down.ts";
import { failoverDrill } from "../../../control/automation/failover_drill.ts";
import { isolateSlowConsumer } from "../../../control/automation/isolate_slow_consumer.ts";
import { restartThroughWarmup } from "../../../control/automation/restart_through_warmup.ts";
import type { Runbook } from "../../../control/automation/runbook.ts";
import type { DegradationCause } from "../../../core/state/degradation.ts";
import type { Lifecycle } from "../../../core/state/lifecycle.ts";
import type { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ProcedureOrder } from "../plan/chaos_plan.ts";
import type { ChaosDesk } from "./chaos_desk.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import type { Call } from "../model/procedure_model.ts";
import { demandSame } from "../model/violation.ts";

/** Lets a runbook make a call on the system, and records it for the observer. */
export type MakeCall = <Result>(call: Call, action: () => Result) => Result;

/**
 * Makes a runbook that acts on a system. Each of its actions is done to the models as well.
 *
 * @param order which runbook, and under what circumstances
 * @param system what it acts on
 * @param call carries out what it calls
 * @param shutDown shuts the system down
 */
export function makeRunbook(order: ProcedureOrder, system: ChaosSystem, call: MakeCall, shutDown: () => void): Runbook {
  const { ticksMax, lagMax } = order;
  const { readiness, counts } = system;
  const lifecycle = watchedLifecycle(system, call);
  switch (order.procedure) {
    case "restart-through-warmup": {
      const restart = () => {
        if (system.model.isRestartable) system.model.warmUp();
        system.warmup.restart();
      };
      return restartThroughWarmup({
        lifecycle,
        readiness,
        ticksMax,
        warmup: { restart: () => call("restart", restart) },
      });
    }
    case "failover-drill":
      return failoverDrill({ lifecycle, readiness, ticksMax, decisionsMin: 1, decisions: () => ({ ...counts }) });
    case "drain-and-shut-down": {
      return drainAndShutDown({
        lifecycle,
        ticksMax,
        feed: {
          get paused() {
            return system.parts.feed.paused;
          },
          pause: () => call("pause", () => system.pause(true)),
          resume: () => call("resume", () => system.pause(false)),
        },
        backlog: () => Math.max(...system.joined.map((desk) => desk.isIsolated ? 0 : desk.consumer.lag)),
        shutdown: {
          get report() {
            return system.isClosed ? { left: system.executor.consumer.lag } : undefined;
          },
          shutdown: () => call("shutdown", shutDown),
        },
      });
    }
    case "isolate-slow-consumer": {
      const slow = system.desk(order.consumer);
      if (slow === undefined) throw new RangeError(`consumer ${order.consumer} has not joined`);
      return isolateSlowConsumer({
        consumer: {
          name: slow.name,
          get lag() {
            return slow.consumer.lag;
          },
          get isolated() {
            return slow.isIsolated;
          },
          isolate: () => call("isolate", () => slow.isolate()),
          rejoin: () => call("rejoin", () => slow.rejoin()),
        },
        others: system.joined.filter((desk) => desk !== slow && !desk.isIsolated).map(watched),
        readiness,
        lagMax,
        ticksMax,
      });
    }
  }
}

/** A consumer as a runbook sees it. */
function watched({ name, consumer }: ChaosDesk): { readonly name: string; readonly lag: number } {
  return {
    name,
    get lag() {
      return consumer.lag;
    },
  };
}

/** The lifecycle for a runbook: what it moves, holds and lets go is done to the model as well. */
function watchedLifecycle({ lifecycle, model }: ChaosSystem, call: MakeCall): Lifecycle {
  const { degradation } = lifecycle;
  const both = (action: "hold" | "release", cause: DegradationCause): boolean => {
    const expected = model[action](cause.name);
    demandSame("lifecycle", `what ${action} of ${cause.name} says`, degradation[action](cause), expected);
    return expected;
  };
  const watchedDegradation = {
    get causes() {
      return degradation.causes;
    },
    isHeldBy: (cause: DegradationCause) => degradation.isHeldBy(cause),
    hold: (cause: DegradationCause) => call("hold", () => both("hold", cause)),
    release: (cause: DegradationCause) => call("release", () => both("release", cause)),
  };
  const transition = (to: LifecycleState) => {
    lifecycle.transition(to);
    model.move(to);
  };
  const transitionUnlessMoved = (to: LifecycleState, transitions: number): boolean => {
    const isMoved = model.transitions !== transitions || !model.allows(to);
    const found = lifecycle.transitionUnlessMoved(to, transitions);
    demandSame("lifecycle", "whether a system that was moved meanwhile is left alone", found, !isMoved);
    if (!isMoved) model.move(to);
    return found;
  };
  return Object.create(lifecycle, {
    degradation: { value: watchedDegradation },
    transition: { value: (to: LifecycleState) => call("degrade", () => transition(to)) },
    transitionUnlessMoved: {
      value: (to: LifecycleState, transitions: number) => call("return", () => transitionUnlessMoved(to, transitions)),
    },
  });
}
