import type { RunView } from "../../figures/run_view.ts";
import type { ExplorerRequest } from "../model/explorer_request.ts";
import type { ExplorerRun } from "../model/explorer_run.ts";
import type { StepMoment } from "../model/step_moments.ts";

/** What the page shows. */
export interface Shown {
  /** What the address asks for. */
  readonly request: ExplorerRequest;
  /** The run. */
  readonly run: ExplorerRun;
  /** The run without its forks; undefined, if it has none. It is drawn as a ghost. */
  readonly base: ExplorerRun | undefined;
  /** Runs that it is compared with; none, if it stands alone. */
  readonly compared: readonly ExplorerRun[];
  /** Files that were dropped, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The consumer, or the run of the scenario, that is looked at. */
  readonly view: RunView;
}

/** Where the reader is. */
export interface Place {
  /** The column. */
  readonly column: number;
  /** What happens inside it, in order. */
  readonly moments: readonly StepMoment[];
  /** The moment that is shown; undefined is the end of the column. */
  readonly moment: number | undefined;
}

/** The column of a request within a run: the last by default. */
export function columnOf({ step }: ExplorerRequest, { count }: RunView): number {
  return Math.min(step ?? count - 1, count - 1);
}
