import type { CommandIo } from "../command_io.ts";
import { wrap } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { INDENT, type Section } from "./section.ts";

/** Something that was claimed of a run, and whether it is so. */
export interface Verdict {
  /** The claim, as a sentence. */
  readonly claim: string;
  /** Whether it held. */
  readonly held: boolean;
}

/** Claims as a section of a report, each with its verdict in front of it. */
export function renderVerdicts(claims: readonly Verdict[], width: number, palette: Palette): Section {
  const held = claims.filter((claim) => claim.held).length;
  const lines = claims.flatMap((claim) => {
    const verdict = claim.held ? HELD : NOT_HELD;
    const [first, ...rest] = wrap(claim.claim, width - VERDICT_WIDTH);
    const paint = claim.held ? palette.good : palette.bad;
    return [
      INDENT + paint(verdict) + " ".repeat(VERDICT_WIDTH - verdict.length) + first,
      ...rest.map((line) => INDENT + " ".repeat(VERDICT_WIDTH) + line),
    ];
  });
  return { title: "Claims", note: `${held} of ${claims.length} held`, lines };
}

const HELD = "held";
const NOT_HELD = "NOT HELD";
const VERDICT_WIDTH = NOT_HELD.length + 2;

/** Where what is printed is for programs, people are told by the other stream why the command fails. */
export function tellWhatFailed(verdicts: readonly Verdict[], io: Pick<CommandIo, "err">): void {
  for (const { claim, held } of verdicts) if (!held) io.err(`not held: ${claim}\n`);
}
