import type { FileAccess, FileTarget } from "../../../../demo/terminal/files/file_access.ts";

/** Files that are nowhere, and a journal of what was done with them. */
export class FakeFiles implements FileAccess {
  readonly journal: string[] = [];
  readonly content = new Map<string, string>();
  /** Where symbolic links lead. */
  readonly links = new Map<string, string>();
  /** What goes wrong. */
  fault: "permission" | "replace" | "probe" | undefined = undefined;

  isGranted(folder: string, ...names: readonly string[]): boolean {
    this.journal.push(`ask to ${names.join(" and ")} ${folder}`);
    return this.fault !== "permission";
  }

  locate(path: string): FileTarget {
    const target = this.links.get(path) ?? path;
    return { path: target, kind: this.content.has(target) ? "file" : "none" };
  }

  identify({ path }: FileTarget): string {
    return path;
  }

  replace(path: string, text: string | Iterable<string>): void {
    this.journal.push(`replace ${path}`);
    if (this.fault === "replace") throw new Error("no space left");
    this.content.set(path, typeof text === "string" ? text : [...text].join(""));
  }

  probe(path: string): void {
    this.journal.push(`probe ${path}`);
    if (this.fault === "probe") throw new Error("read-only file system");
  }

  clearDrafts(path: string): void {
    this.journal.push(`clear ${path}`);
  }

  openSpecial(path: string): Pick<Deno.FsFile, "writeSync" | "close"> {
    throw new Error(`there is nothing special at ${path}`);
  }
}
