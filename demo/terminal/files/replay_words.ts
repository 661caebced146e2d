/** Options that say where something is written, each with a value: what comes of a run is the same without them. */
const OUTPUTS = ["--html", "--timeline", "--timeline-events", "--hgrm", "--metrics-file", "--metrics-label"];

/** The option that prints what is for programs: a page is for people, and so is what it says to try. */
const FOR_PROGRAMS = "--json";

/**
 * The arguments that give the same again, without the files that were written: a page may be opened where they mean nothing,
 * and a command without a file needs no permission.
 *
 * @param args the arguments of a command
 */
export function replayWords(args: readonly string[]): string[] {
  return args.filter((arg, n) => {
    const isValue = n > 0 && OUTPUTS.includes(args[n - 1]) && !arg.startsWith("--");
    return !isValue && arg !== FOR_PROGRAMS && !OUTPUTS.some((name) => arg === name || arg.startsWith(`${name}=`));
  });
}
