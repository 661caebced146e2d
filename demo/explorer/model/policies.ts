import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../mod.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { runRequest } from "./run_request.ts";
import type { DroppedFiles } from "./timed_run.ts";

/** A run under one policy. */
export interface PolicyRun {
  /** The answer to an overrun, of every consumer. */
  readonly policy: OverrunPolicy;
  /** The run. */
  readonly run: ExplorerRun;
}

/**
 * The same run under each policy, with its options and forks.
 *
 * @param run the run: one of them, if all its consumers have the same policy
 * @param files the files that its specification reads
 * @throws {RequestError} if one of them cannot be had
 */
export function runPolicies(run: ExplorerRun, files: DroppedFiles = new Map()): PolicyRun[] {
  const { request, views, tracks } = run;
  // Of alternatives the first has the policy of the options.
  const own = run.areConsumers && views.some((view) => view.policy !== views[0].policy) ? undefined : views[0].policy;
  return OVERRUN_POLICIES.map((policy) => {
    if (policy === own) return { policy, run };
    // A run by times that is forked has its forks in its specification, at the same times for each policy.
    const base = tracks.length > 0
      ? request
      : { scenario: undefined, specification: run.specification(), options: new Map<string, string>(), forks: [] };
    const other = runRequest({ ...base, options: new Map([...base.options, ["on-overrun", policy]]) }, files);
    return { policy, run: { ...other, name: run.name, title: run.title } };
  });
}
