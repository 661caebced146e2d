import type { FileAccess } from "../../demo/metrics_file.ts";

/** Files that are nowhere, and a journal of what was done with them. */
export class FakeFiles implements FileAccess {
  readonly journal: string[] = [];
  readonly content = new Map<string, string>();
  /** What goes wrong. */
  fault: "permission" | "create" | "replace" | "remove" | undefined = undefined;

  isGranted(folder: string): boolean {
    this.journal.push(`ask for ${folder}`);
    return this.fault !== "permission";
  }

  create(path: string, text: string): void {
    this.journal.push(`create ${path}`);
    this.content.set(path, text);
    if (this.fault === "create" || this.fault === "remove") throw new Error("no space left");
  }

  replace(from: string, to: string): void {
    this.journal.push(`replace ${to} by ${from}`);
    if (this.fault === "replace") throw new Error("is a directory");
    this.content.set(to, this.content.get(from)!);
    this.content.delete(from);
  }

  remove(path: string): void {
    this.journal.push(`remove ${path}`);
    if (this.fault === "remove") throw new Error("no way");
    this.content.delete(path);
  }
}
