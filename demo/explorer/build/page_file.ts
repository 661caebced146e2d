/** The parts of the page's file. */
export interface PageParts {
  /** What stands in the tab. */
  readonly title: string;
  /** What a search shows of it. */
  readonly description: string;
  /** The style sheet. */
  readonly style: string;
  /** The markup of the body, which says something without scripts as well. */
  readonly body: string;
  /** The script that unpacks the other one. */
  readonly loader: string;
  /** The other one. */
  readonly script: string;
  /** The other one, packed. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/**
 * Puts the page together as one file that asks for nothing else: its content security policy permits the style and the two scripts
 * by their hashes, and no request.
 *
 * @throws {RangeError} if a part would end the element that it stands in
 */
export async function pageFile(parts: PageParts): Promise<string> {
  const { title, description, style, body, loader, script, packed } = parts;
  refuseEnd("style", style);
  refuseEnd("script", loader);
  const policy = [
    "default-src 'none'",
    `style-src ${await hashOf(style)}`,
    `script-src ${await hashOf(loader)} ${await hashOf(script)}`,
    // The icon below, which keeps a browser from asking for another.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<meta name="description" content="${escaped(description)}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>${style}</style>
<body>
${body}
<script>${loader}</script>
<script type="text/plain" id="packed">${packed.toBase64()}</script>
`;
}

/** The hash of a text as a content security policy names it. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
}

function refuseEnd(element: "style" | "script", text: string): void {
  if (!new RegExp(`</${element}|<!--`, "i").test(text)) return;
  throw new RangeError(`Cannot make the page: the ${element} must not have "</${element}" or "<!--" in it`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
