/** What a page may ask for. */
export type PageResource = "page" | "run" | "frame" | "frames";

/** The one address at which a page is served. */
export interface PageDoor {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** First part of every path. Whoever does not know it learns nothing, not even that it is missing. */
  readonly token: string;
}

/** Answer to a request before anything is looked up for it. */
export type PageEntry =
  | { readonly resource: PageResource; readonly isHead: boolean }
  /** 303: to the page itself; 403: from another site; 404: not the address; 405: not to look at. */
  | { readonly status: 303 | 403 | 404 | 405 };

const TOKEN_BYTES = 16;

/** Makes a token of 128 random bits, in hexadecimal digits. */
export function makeToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}

/** Path of the page, at which relative addresses begin. */
export function pagePath({ token }: PageDoor): string {
  return `/${token}/`;
}

/** Address of the page. */
export function pageAddress(door: PageDoor): string {
  return `http://${hostOf(door)}${pagePath(door)}`;
}

/**
 * Decides whether a request may come in.
 *
 * Only the name that was printed counts as the host: a page of another site whose name was made to point here (DNS
 * rebinding) sends its own. A browser says from where a request comes by `Origin` and `Sec-Fetch-Site`; a request of another
 * site is refused, although it could read nothing without CORS headers. Nothing is served from files, so a path can only be
 * one of those there are.
 *
 * @param request what was asked
 * @param door where it must have been asked
 */
export function enter(
  { method, url, headers }: Pick<Request, "method" | "url" | "headers">,
  door: PageDoor,
): PageEntry {
  const host = headers.get("host");
  const path = URL.parse(url)?.pathname ?? "";
  const [, token, name, ...rest] = path.split("/");
  // All three are compared in any case, so that the time taken tells nothing of the token.
  const isToken = isSame(token ?? "", door.token);
  if (host !== hostOf(door) && host !== nameOf(door)) return { status: 404 };
  if (!isToken) return { status: 404 };
  if (isForeign(headers, host)) return { status: 403 };
  const isHead = method === "HEAD";
  if (!isHead && method !== "GET") return { status: 405 };
  if (rest.length > 0) return { status: 404 };
  if (name === undefined) return { status: 303 };
  const resource = RESOURCES.get(name);
  return resource === undefined ? { status: 404 } : { resource, isHead };
}

const RESOURCES: ReadonlyMap<string, PageResource> = new Map([
  ["", "page"],
  ["run", "run"],
  ["frame", "frame"],
  ["frames", "frames"],
]);

function hostOf({ port }: PageDoor): string {
  return port === HTTP_PORT ? HOSTNAME : `${HOSTNAME}:${port}`;
}

/** The host as some programs write it, which do not leave out the usual port. */
function nameOf({ port }: PageDoor): string {
  return `${HOSTNAME}:${port}`;
}

/** Where the page is served: on this machine, and by no other name. */
export const HOSTNAME = "127.0.0.1";
const HTTP_PORT = 80;

function isForeign(headers: Headers, host: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) return true;
  const site = headers.get("sec-fetch-site");
  return site !== null && site !== "same-origin" && site !== "none";
}

/** Compares two texts in a time that depends on their lengths only. */
function isSame(text: string, other: string): boolean {
  if (text.length !== other.length) return false;
  let difference = 0;
  for (let n = 0; n < text.length; n++) difference |= text.charCodeAt(n) ^ other.charCodeAt(n);
  return difference === 0;
}
