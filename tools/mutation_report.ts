/** The parts in use of a report in Stryker's mutation testing report format. */
export interface MutationReport {
  /** The files, by their paths. */
  readonly files: Readonly<Record<string, MutatedFile>>;
}

/** A file with its mutants. */
export interface MutatedFile {
  /** Its text. */
  readonly source: string;
  /** The changes that were made to it. */
  readonly mutants: readonly Mutant[];
}

/** A change, and what became of it. */
export interface Mutant {
  /** Kind of the change. */
  readonly mutatorName: string;
  /** The text put in. */
  readonly replacement?: string;
  /** Whether a test failed: `Killed`, `Timeout`; or not: `Survived`, `NoCoverage`; or it says nothing. */
  readonly status: string;
  /** The text taken out: lines and columns count from 1, the end is excluded. */
  readonly location: { readonly start: Place; readonly end: Place };
}

/** A place in a text. */
export interface Place {
  /** The line, counted from 1. */
  readonly line: number;
  /** The column, counted from 1. */
  readonly column: number;
}

/** How many changes were noticed. */
export interface Score {
  /** Changes that failed a test or made it run for ever. */
  readonly killed: number;
  /** Changes that no test noticed. */
  readonly survived: number;
}

const BEGIN = "<!-- mutation: begin -->";
const END = "<!-- mutation: end -->";

/**
 * Scores and survivors of all reports, as Markdown.
 *
 * @param reports the reports there are
 * @param missing groups of sources that have none
 */
export function renderMutation(reports: readonly MutationReport[], missing: readonly string[] = []): string {
  const files = reports.flatMap((report) => Object.entries(report.files)).toSorted(([one], [other]) =>
    one < other ? -1 : 1
  ).filter(([, { mutants }]) => mutants.length > 0);
  const floors = [...new Set(files.map(([path]) => path.split("/")[0]))];
  const rows = (entries: readonly [path: string, file: MutatedFile][]) =>
    scoreOf(entries.flatMap(([, file]) => file.mutants));
  const scores = [
    ...floors.map((floor) => [`**${floor}**`, rows(files.filter(([path]) => path.startsWith(`${floor}/`)))] as const),
    ...files.map((entry) => [`\`${entry[0]}\``, rows([entry])] as const),
  ];
  const lines = [
    "| sources | changes | noticed | survived | score |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...scores.map(([name, { killed, survived }]) =>
      `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${percent(killed, killed + survived)} |`
    ),
    "",
    "What survived, with what was changed to what:",
    "",
  ];
  for (const [path, { source, mutants }] of files) {
    const survivors = mutants.filter(isSurvivor);
    if (survivors.length === 0) continue;
    lines.push(`- \`${path}\``);
    for (const mutant of survivors) {
      const { line } = mutant.location.start;
      const changed = `${code(textAt(source, mutant.location))} to ${code(mutant.replacement ?? "")}`;
      lines.push(`  - line ${line}: ${changed}`);
    }
  }
  if (missing.length > 0) lines.push("", `Without a result, and not in the table: ${missing.join(", ")}.`);
  return lines.join("\n");
}

/** Puts a section between its marks in a document. */
export function replaceSection(document: string, section: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new RangeError(`the document must have the marks ${BEGIN} and ${END}, in this order`);
  }
  return `${document.slice(0, begin + BEGIN.length)}\n\n${section}\n\n${document.slice(end)}`;
}

/** Counts changes. Those that could not be tried do not count. */
export function scoreOf(mutants: readonly Mutant[]): Score {
  return {
    killed: mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length,
    survived: mutants.filter(isSurvivor).length,
  };
}

function isSurvivor({ status }: Mutant): boolean {
  return status === "Survived" || status === "NoCoverage";
}

/** A share as a percentage that is never rounded up to a whole that is not reached. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${(Math.floor(1_000 * part / whole) / 10).toFixed(1)} %`;
}

/** The text between two places. */
function textAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join(" ");
}

const CODE_LENGTH_MAX = 60;

/** A text as code in one line, cut where it is long. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const short = line.length > CODE_LENGTH_MAX ? `${line.slice(0, CODE_LENGTH_MAX)}…` : line;
  return short === "" ? "nothing" : short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}
