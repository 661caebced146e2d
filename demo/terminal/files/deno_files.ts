import { type FileAccess, type FileTarget, folderOf, nameOf, NotPermittedError } from "./file_access.ts";

/** The calls that it takes, so that a test can have one of them fail. */
export type FileOps = Pick<
  typeof Deno,
  | "chmodSync"
  | "chownSync"
  | "lstatSync"
  | "openSync"
  | "readDirSync"
  | "readLinkSync"
  | "removeSync"
  | "renameSync"
  | "statSync"
>;

/** Symbolic links that are followed at most, as on Linux. */
const LINKS_MAX = 40;

/** Names to try for a draft. More than one is needed only if another process clears drafts at the same moment. */
const DRAFTS_MAX = 3;

/** The permission bits of a file's mode. */
const MODE_BITS = 0o7777;

/** Names of what the process itself has open. They look like links to files, and replacing those is not what is meant. */
const OPEN_FILES = /^\/(proc|dev\/(fd|stdin|stdout|stderr))(\/|$)/;

/**
 * The files of this machine.
 *
 * A text is written to a draft beside its file, which then replaces the file. A draft is locked as long as its process
 * uses it, and the lock ends with the process, however it ends. So a draft that can be locked was left by a killed run.
 * This also holds across containers, where process ids mean nothing.
 *
 * Deno wants to be allowed to read what it renames.
 */
export class DenoFiles implements FileAccess {
  declare private readonly _ops: FileOps;

  /** @param ops the calls. Default: those of Deno */
  constructor(ops: FileOps = Deno) {
    this._ops = ops;
  }

  /** See {@linkcode FileAccess.isGranted}. */
  isGranted(folder: string, ...names: readonly ("read" | "write")[]): boolean {
    return names.every((name) => Deno.permissions.querySync({ name, path: folder }).state === "granted");
  }

  /** See {@linkcode FileAccess.locate}. */
  locate(path: string): FileTarget {
    let at = path;
    for (let links = 0; links <= LINKS_MAX; links++) {
      if (OPEN_FILES.test(at)) return { path, kind: "special" };
      if (!this.isGranted(folderOf(at), "read")) throw new NotPermittedError(folderOf(at));
      const info = this._infoOf(at);
      if (info === undefined) return { path: at, kind: nameOf(at) === "" ? "folder" : "none" };
      if (!info.isSymlink) return { path: at, kind: info.isFile ? "file" : info.isDirectory ? "folder" : "special" };
      const next = this._ops.readLinkSync(at);
      at = isAbsolute(next) ? next : `${folderOf(at)}/${next}`;
    }
    throw new Error("its symbolic links lead in a circle");
  }

  /** See {@linkcode FileAccess.identify}. */
  identify({ path }: FileTarget): string {
    const name = IGNORES_CASE ? nameOf(path).normalize("NFC").toLowerCase() : nameOf(path);
    try {
      // By its number, a folder is the same in every spelling, also where it is mounted twice.
      const { dev, ino } = this._ops.statSync(folderOf(path));
      return `${dev}:${ino}:${name}`;
    } catch {
      return path;
    }
  }

  /** See {@linkcode FileAccess.replace}. */
  replace(path: string, text: string | Iterable<string>): void {
    const { path: target, kind } = this.locate(path);
    if (kind === "folder" || kind === "special") throw new Error(`it is ${KIND_NAMES[kind]}`);
    const like = kind === "file" ? this._infoOf(target) : undefined;
    this._withDraft(target, like, (draft, file) => {
      if (like !== undefined) this._makeLike(draft, like);
      writeAll(file, text);
      // There a lock keeps readers out, and would for a moment after the file is in its place.
      if (Deno.build.os === "windows") file.unlockSync();
      this._ops.renameSync(draft, target);
    });
  }

  /** See {@linkcode FileAccess.probe}. */
  probe(path: string): void {
    this._withDraft(this.locate(path).path, undefined, (draft) => this._ops.removeSync(draft));
  }

  /** See {@linkcode FileAccess.clearDrafts}. */
  clearDrafts(path: string): void {
    try {
      const target = this.locate(path).path;
      const folder = folderOf(target);
      for (const { name, isFile } of this._ops.readDirSync(folder)) {
        if (isFile && isDraftOf(nameOf(target), name)) this._removeAbandoned(`${folder}/${name}`);
      }
    } catch {
      return; // What cannot be cleared is litter, and no reason not to run.
    }
  }

  /** See {@linkcode FileAccess.openSpecial}. */
  openSpecial(path: string): Deno.FsFile {
    return this._ops.openSync(path, { append: true });
  }

  /** Information about a path, without following links; nothing, if it does not exist. */
  private _infoOf(path: string): Deno.FileInfo | undefined {
    try {
      return this._ops.lstatSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Makes a draft, does something with it, and leaves none behind if that fails. */
  private _withDraft(
    target: string,
    like: Deno.FileInfo | undefined,
    use: (draft: string, file: Deno.FsFile) => void,
  ): void {
    const [draft, file] = this._createDraft(target, like);
    try {
      use(draft, file);
    } catch (error) {
      this._discard(draft);
      throw error;
    } finally {
      file.close();
    }
  }

  /** Makes a draft that only readers of the file may read, and locks it. */
  private _createDraft(target: string, like: Deno.FileInfo | undefined): [draft: string, file: Deno.FsFile] {
    const mode = like?.mode === null || like === undefined ? undefined : like.mode & 0o777;
    for (let left = DRAFTS_MAX;; left--) {
      const draft = `${folderOf(target)}/${draftStem(nameOf(target))}.${crypto.randomUUID()}${DRAFT_ENDING}`;
      const file = this._ops.openSync(draft, { write: true, createNew: true, mode });
      // Between the two calls another process may have taken it for abandoned and removed it.
      if (left === 1 || tryLock(file) !== false && this._infoOf(draft) !== undefined) return [draft, file];
      file.close();
      this._discard(draft);
    }
  }

  /** Gives a draft the owner of a file, as far as that is allowed, and its mode. */
  private _makeLike(draft: string, like: Deno.FileInfo): void {
    if (Deno.build.os === "windows") return;
    const { uid, gid } = this._ops.lstatSync(draft);
    const owners = [[like.uid, like.gid], [null, like.gid]] as const;
    if (uid !== like.uid || gid !== like.gid) owners.some(([uid, gid]) => this._tryChown(draft, uid, gid));
    // After the owner, whose change takes bits away, and because a new file lacks those of the umask.
    if (like.mode !== null) this._ops.chmodSync(draft, like.mode & MODE_BITS);
  }

  /** Only root may give a file away, and others only to a group of their own. */
  private _tryChown(draft: string, uid: number | null, gid: number | null): boolean {
    try {
      this._ops.chownSync(draft, uid, gid);
      return true;
    } catch {
      return false;
    }
  }

  /** Removes a draft whose process is gone. */
  private _removeAbandoned(draft: string): void {
    // Some file systems lock only files open for writing, and the draft of a read-only file cannot be opened so.
    for (const write of [true, false]) {
      try {
        const file = this._ops.openSync(draft, { read: true, write });
        if (tryLock(file) === true) this._discard(draft);
        return file.close();
      } catch {
        continue; // Somebody else's, or just gone.
      }
    }
  }

  /** Removes a file that is of no use. If it is not there, or stays, something else has gone wrong before. */
  private _discard(draft: string): void {
    try {
      this._ops.removeSync(draft);
    } catch {
      return;
    }
  }
}

/** A text in pieces. That of one piece is not taken apart into characters. */
export function piecesOf(text: string | Iterable<string>): Iterable<string> {
  return typeof text === "string" ? [text] : text;
}

/** The files of this machine. */
export const DENO_FILES: FileAccess = new DenoFiles();

/** Kind of a path that is no file, in words. */
export const KIND_NAMES = { folder: "a folder", special: "a pipe, a device or a socket" } as const;

/** A collector that selects files by their extension does not see a draft. */
const DRAFT_ENDING = ".tmp";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where names that differ in case only are usually one file. */
const IGNORES_CASE = Deno.build.os === "windows" || Deno.build.os === "darwin";

/** Whether something is the name of a draft of a file. */
function isDraftOf(name: string, draft: string): boolean {
  const stem = draftStem(name);
  return draft.startsWith(`${stem}.`) && draft.endsWith(DRAFT_ENDING) &&
    UUID.test(draft.slice(stem.length + 1, -DRAFT_ENDING.length));
}

/** How the name of a draft begins: as that of its file, unless that leaves no room for the rest of 255 bytes. */
function draftStem(name: string): string {
  const isLong = new TextEncoder().encode(name).length > STEM_BYTES_MAX;
  return isLong ? Array.from(name).slice(0, STEM_BYTES_MAX / 4).join("") : name;
}

/** A character takes four bytes at most. */
const STEM_BYTES_MAX = 200;

/** Locks a file unless it is locked; nothing, if this file system has no locks. */
function tryLock(file: Deno.FsFile): boolean | undefined {
  try {
    return file.tryLockSync(true);
  } catch {
    return undefined;
  }
}

function isAbsolute(path: string): boolean {
  return Deno.build.os === "windows" ? /^([a-z]:|[/\\])/i.test(path) : path.startsWith("/");
}

function writeAll(file: Deno.FsFile, text: string | Iterable<string>): void {
  for (const piece of piecesOf(text)) {
    const bytes = new TextEncoder().encode(piece);
    for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
  }
}
