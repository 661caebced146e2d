/** The body of the page. */
export const PAGE_HTML = `<main><h1>The ring that never waits</h1><p>digest <code id="digest"></code></p></main>`;
