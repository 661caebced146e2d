/** Exit status of a command. */
export const ExitStatus = {
  /** All is as claimed, or the help was shown. */
  OK: 0,
  /** Something that was claimed is not so. */
  NOT_HELD: 1,
  /** The command line cannot be carried out, or what came of it cannot be told. */
  USAGE: 2,
} as const;

/** Meaning of {@linkcode ExitStatus.USAGE}, for the help of a command. */
export const USAGE_MEANING = "wrong usage, or the output cannot be written";

/** One of the codes in {@linkcode ExitStatus}. */
export type ExitStatus = typeof ExitStatus[keyof typeof ExitStatus];
