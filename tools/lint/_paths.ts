/**
 * Paths as the rules see them: forward slashes, relative to the project's root, the same on every system.
 *
 * @module
 */

const DRIVE = /^[A-Za-z]:\//;

/** The folder that a file URL, a file path or a folder (with its slash at the end) names, ending in a slash. */
export function folderOf(root: string | URL): string {
  const path = toPath(root);
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** A file URL, a POSIX path or a Windows path, as a path with forward slashes. */
export function toPath(file: string | URL): string {
  const text = String(file);
  if (text.startsWith("file:")) {
    const url = new URL(text);
    const path = decodeURIComponent(url.pathname);
    if (url.host !== "") return `//${url.host}${path}`;
    return DRIVE.test(path.slice(1)) ? upperDrive(path.slice(1)) : path;
  }
  // A backslash is an ordinary character of a name on POSIX, so only paths that cannot be POSIX ones are converted.
  if (text.startsWith("/")) return text;
  return upperDrive(text.replaceAll("\\", "/"));
}

function upperDrive(path: string): string {
  return DRIVE.test(path) ? path[0].toUpperCase() + path.slice(1) : path;
}

/** The path below `root`, or null for a file outside it. A path that is relative already is taken to be below it. */
export function relativeTo(root: string, file: string): string | null {
  const path = toPath(file);
  if (!path.startsWith("/") && !DRIVE.test(path)) return normalise(path);
  // Windows does not tell the case of letters in a name.
  const ignoreCase = DRIVE.test(root);
  const inside = ignoreCase ? path.toLowerCase().startsWith(root.toLowerCase()) : path.startsWith(root);
  return inside ? path.slice(root.length) : null;
}

/** The path that a relative specifier in the file `from` names, relative to the root; null if it leaves the root. */
export function resolveSpecifier(from: string, specifier: string): string | null {
  return normalise(`${from.slice(0, from.lastIndexOf("/") + 1)}${specifier}`);
}

function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/**
 * A test for root-relative paths. A pattern that ends in a slash names a folder and everything in it; in any pattern `*`
 * stands for any characters but a slash, `**` for any characters at all.
 */
export function pathMatcher(patterns: readonly string[]): (path: string | null) => boolean {
  const expressions = patterns.map((pattern) => {
    const source = pattern.split("**").map((part) => part.split("*").map(escape).join("[^/]*")).join(".*");
    return new RegExp(`^${source}${pattern.endsWith("/") ? ".*" : ""}$`);
  });
  return (path) => path !== null && expressions.some((expression) => expression.test(path));
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
