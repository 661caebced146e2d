/** A change that a reader makes to a run at a column; from there on it goes another way. */
export interface Fork {
  /**
   * `ingest`: so many events a step from there on. `polls`: so many polls a step. `pause`: the consumer does nothing for so many
   * columns. `outage`: the market data fails for so many columns. A run by times has no `ingest` and no `polls`.
   */
  readonly kind: ForkKind;
  /** The column at whose beginning it is made. */
  readonly at: number;
  /** Events, polls or columns, by its kind. */
  readonly value: number;
  /** Whose polls or pause it is, of the consumers of one run: from 0 on. Default: the first. Runs that are alternatives all take part. */
  readonly consumer?: number;
}

/** Kinds of a fork. */
export const FORK_KINDS = ["ingest", "polls", "pause", "outage"] as const;

/** Kind of a fork. */
export type ForkKind = typeof FORK_KINDS[number];

/** A run that is asked for: everything that the address of the page says about it. */
export interface RunRequest {
  /** Id of the scenario; undefined where `specification` is given. */
  readonly scenario: string | undefined;
  /** Text of a specification, as a file of `simulate` has it. */
  readonly specification: string | undefined;
  /** Options by their names on the command line, with their values as they are written there. */
  readonly options: ReadonlyMap<string, string>;
  /** Changes at a column, in the order in which they are made. Those of one column are made together. */
  readonly forks: readonly Fork[];
}

/** What the page shows: a run, what it is compared with, and where its reader is. */
export interface ExplorerRequest extends RunRequest {
  /** The runs it is drawn beside: the three policies, another run, or none. */
  readonly compare: "policies" | RunRequest | undefined;
  /** The column of the reader; undefined is the end. */
  readonly step: number | undefined;
  /** Which consumer or run of the scenario is looked at: from 0 on. */
  readonly consumer: number;
}

/** An address as it was read. */
export interface ReadAddress {
  /** What it asks for, with defaults in place of what cannot be had. */
  readonly request: ExplorerRequest;
  /** What could not be had, one line each, with the rule and what is taken instead. */
  readonly problems: readonly string[];
}
