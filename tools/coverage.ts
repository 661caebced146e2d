/** How much of something was run: `hit` of `found`. */
export interface Ratio {
  /** How many were run at least once. */
  readonly hit: number;
  /** How many there are. */
  readonly found: number;
}

/** Coverage of one source file. */
export interface FileCoverage {
  /** The path of the file, from the root of the project, with forward slashes. */
  readonly path: string;
  /** Lines with code. */
  readonly lines: Ratio;
  /** The ways out of conditions. */
  readonly branches: Ratio;
  /** The numbers of the lines that did not run, ascending. */
  readonly missedLines: readonly number[];
  /** The numbers of the lines with a branch that was not taken, ascending. */
  readonly missedBranchLines: readonly number[];
}

/** Coverage of a set of files. */
export interface CoverageTotals {
  /** Lines with code. */
  readonly lines: Ratio;
  /** The ways out of conditions. */
  readonly branches: Ratio;
}

/** The least coverage that passes, in percent. */
export interface CoverageThresholds {
  /** Of the lines, 0 to 100. */
  readonly linesPercent: number;
  /** Of the branches, 0 to 100. */
  readonly branchesPercent: number;
}

/**
 * Reads a report in the lcov format.
 *
 * @param lcov The report, as `deno coverage --lcov` writes it.
 * @param root The folder of the project, a `file:` URL with a slash at its end. Files outside it are left out.
 * @throws {SyntaxError} If the report lacks a count, or ends inside a file's record.
 */
export function parseLcov(lcov: string, root: URL): FileCoverage[] {
  const files: FileCoverage[] = [];
  let record: string[] = [];
  for (const line of lcov.split(/\r?\n/)) {
    if (line !== "end_of_record") {
      if (line !== "") record.push(line);
      continue;
    }
    const source = record.find((entry) => entry.startsWith("SF:"))?.slice(3) ?? "";
    const href = toFileUrl(source).href;
    if (href.startsWith(root.href)) files.push(fileCoverage(decodeURI(href.slice(root.href.length)), record));
    record = [];
  }
  if (record.length > 0) throw new SyntaxError(`The lcov report ends inside a record: ${record[0]}`);
  return files;
}

/** The files among `files` that lie in one of the folders. */
export function inFolders(files: readonly FileCoverage[], folders: readonly string[]): FileCoverage[] {
  return files.filter((file) => folders.some((folder) => file.path.startsWith(`${folder}/`)));
}

/** The sums over the files. */
export function totalCoverage(files: readonly FileCoverage[]): CoverageTotals {
  return {
    lines: sum(files.map((file) => file.lines)),
    branches: sum(files.map((file) => file.branches)),
  };
}

/** The share in percent. Of nothing, everything was run: 100. */
export function percentOf(ratio: Ratio): number {
  return ratio.found === 0 ? 100 : 100 * ratio.hit / ratio.found;
}

/**
 * How far the totals fall short of the goals.
 *
 * @returns One sentence for each threshold that is missed. An empty list means that the coverage passes.
 */
export function coverageShortfalls(totals: CoverageTotals, thresholds: CoverageThresholds): string[] {
  const shortfalls: string[] = [];
  // Totals without a single line mean that nothing was measured, and not that everything was run.
  if (totals.lines.found === 0) shortfalls.push("No line was measured.");
  const check = (what: string, ratio: Ratio, leastPercent: number) => {
    if (percentOf(ratio) >= leastPercent) return;
    shortfalls.push(`${ratio.hit} of ${ratio.found} ${what} were run: ${formatPercent(ratio)}, not ${leastPercent} %.`);
  };
  check("lines", totals.lines, thresholds.linesPercent);
  check("branches", totals.branches, thresholds.branchesPercent);
  return shortfalls;
}

/** One line for each file that has something left to run, the most missed lines first. */
export function formatMisses(files: readonly FileCoverage[]): string[] {
  const misses = files.filter((file) => file.missedLines.length + file.missedBranchLines.length > 0);
  misses.sort((a, b) => b.missedLines.length - a.missedLines.length || (a.path < b.path ? -1 : 1));
  return misses.map((file) => {
    const parts = [`${file.path}:`];
    if (file.missedLines.length > 0) parts.push(`lines ${formatRanges(file.missedLines)}`);
    if (file.missedBranchLines.length > 0) parts.push(`branches at ${formatRanges(file.missedBranchLines)}`);
    return parts.join(" ");
  });
}

/** The share with one decimal, rounded down, so that a missed threshold never looks like a met one. */
export function formatPercent(ratio: Ratio): string {
  return `${(Math.floor(percentOf(ratio) * 10) / 10).toFixed(1)} %`;
}

function fileCoverage(path: string, record: readonly string[]): FileCoverage {
  const missedLines: number[] = [];
  const missedBranchLines = new Set<number>();
  for (const entry of record) {
    const [line = 0, ...counts] = entry.slice(entry.indexOf(":") + 1).split(",").map(Number);
    if (entry.startsWith("DA:") && counts[0] === 0) missedLines.push(line);
    // A branch that was never reached has "-" for its count, which is no number.
    if (entry.startsWith("BRDA:") && !((counts[2] ?? 0) > 0)) missedBranchLines.add(line);
  }
  return {
    path,
    lines: { hit: countIn(record, "LH", path), found: countIn(record, "LF", path) },
    branches: { hit: countIn(record, "BRH", path), found: countIn(record, "BRF", path) },
    missedLines: missedLines.sort((a, b) => a - b),
    missedBranchLines: [...missedBranchLines].sort((a, b) => a - b),
  };
}

function countIn(record: readonly string[], key: string, path: string): number {
  const count = Number(record.find((entry) => entry.startsWith(`${key}:`))?.slice(key.length + 1) ?? NaN);
  if (!Number.isSafeInteger(count)) throw new SyntaxError(`The lcov report has no ${key} count for ${path}.`);
  return count;
}

function sum(ratios: readonly Ratio[]): Ratio {
  let hit = 0;
  let found = 0;
  for (const ratio of ratios) {
    hit += ratio.hit;
    found += ratio.found;
  }
  return { hit, found };
}

function formatRanges(ascending: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < ascending.length; i++) {
    const first = ascending[i];
    while (ascending[i + 1] === (ascending[i] ?? NaN) + 1) i++;
    ranges.push(first === ascending[i] ? `${first}` : `${first}-${ascending[i]}`);
  }
  return ranges.join(", ");
}

/** The URL of an absolute path, `/house/a.ts` or `C:\house\a.ts`, on any system. */
function toFileUrl(path: string): URL {
  const slashes = path.replaceAll("\\", "/");
  return new URL(
    `file://${slashes.startsWith("/") ? "" : "/"}${encodeURI(slashes).replaceAll("?", "%3F").replaceAll("#", "%23")}`,
  );
}
