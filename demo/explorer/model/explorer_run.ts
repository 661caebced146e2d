import type { RunView } from "../../figures/run_view.ts";
import type { Track } from "../../system/run_record.ts";
import type { RunRequest } from "./explorer_request.ts";

/** A setting that the reader may change: an input of the page, named as the option of the command line. */
export interface SettingField {
  /** The option, without its dashes: `on-overrun`. */
  readonly name: string;
  /** A short label: `events a step`. */
  readonly label: string;
  /** What the run used, as the command line writes it. */
  readonly value: string;
  /** The values that there are, where it is a choice. */
  readonly choices: readonly string[] | undefined;
  /** The rule that a value keeps to, as the command line says it. */
  readonly rule: string;
}

/** A claim of a run, and whether it held. */
export interface ClaimView {
  /** The claim. */
  readonly claim: string;
  /** Whether it held. */
  readonly held: boolean;
}

/** A run as the page shows it. */
export interface ExplorerRun {
  /** What was asked for. */
  readonly request: RunRequest;
  /** Its name: the scenario's id, or `your system`. */
  readonly name: string;
  /** The scenario's title, in a few words. */
  readonly title: string;
  /** What the scenario proves; empty for a specification, and where a run has not the scenario's own numbers. */
  readonly proves: string;
  /** Each consumer, or each run of the scenario: at least one. The first is the one that verdict and summary speak of. */
  readonly views: readonly RunView[];
  /** The records behind `views`, of a run by steps; empty for one by times. */
  readonly tracks: readonly Track[];
  /** For each view, the least ring that would never be overrun, by the law. */
  readonly needed: readonly number[];
  /** For each view, whether some ring is enough for as long as its load lasts; undefined, if that does not last. */
  readonly stable: readonly (boolean | undefined)[];
  /** Whether `views` are consumers of one run, or runs that are alternatives. */
  readonly areConsumers: boolean;
  /** The claims. */
  readonly claims: readonly ClaimView[];
  /** The digest, that of the command line. */
  readonly digest: string;
  /** The command line that gives the same digest; for a forked run and a pasted specification `simulate` with the exported file. */
  readonly command: string;
  /** The settings that may be changed. */
  readonly settings: readonly SettingField[];
  /** The report as JSON: the bytes that `command --json` prints. */
  json(): string;
  /** The system as the specification of `simulate`. */
  specification(): string;
}

/** A request that cannot be carried out. The message is one line: what, the rule, the value. */
export class RequestError extends Error {
  /** Its name. */
  override readonly name = "RequestError";
  /** The option that is at fault; undefined, if it is none alone. */
  declare readonly option: string | undefined;

  /** Makes the error. */
  constructor(message: string, option?: string) {
    super(message);
    this.option = option;
  }
}
