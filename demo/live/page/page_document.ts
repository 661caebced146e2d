import { CLIENT_TEXT } from "./client_text.ts";
import { PAGE_MARKUP } from "./page_markup.ts";
import { PAGE_STYLE } from "./page_style.ts";

/** The page as it is sent. */
export interface PageDocument {
  /** Its text: HTML that loads nothing. */
  readonly text: string;
  /** Its policy: only this script and this style count, and it talks to nobody but the process that sent it. */
  readonly policy: string;
}

/** Puts the page together. It is the same for every run: what a run is about comes with the frames. */
export async function pageDocument(): Promise<PageDocument> {
  const [script, style] = await Promise.all([CLIENT_TEXT, PAGE_STYLE].map(sourceOf));
  return {
    text: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Live run</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
${PAGE_MARKUP}
<script type="module">${CLIENT_TEXT}</script>
</body>
</html>
`,
    policy: [
      "default-src 'none'",
      `script-src ${script}`,
      `style-src ${style}`,
      "connect-src 'self'",
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      // Text of a run can only become text: nothing on the page may turn it into markup or a script.
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
  };
}

/** An element of the page, as its policy names it: by a digest of its text. */
async function sourceOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
}
