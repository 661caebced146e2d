/**
 * Which floor of the house a file is on.
 *
 * @module
 */
import type { Floor } from "./options.ts";

/** The name of the floor that a root-relative path is on: the longest that is the path or a folder above it. */
export function floorOf(path: string | null, floors: Readonly<Record<string, Floor>>): string | null {
  let best: string | null = null;
  if (path === null) return best;
  for (const name of Object.keys(floors)) {
    if ((path === name || path.startsWith(`${name}/`)) && name.length > (best?.length ?? 0)) best = name;
  }
  return best;
}
