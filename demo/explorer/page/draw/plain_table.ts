import { escaped } from "../../../figures/svg.ts";

/** A table of texts, for those who cannot see the figure above it; each row begins with its name. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map(([name, ...texts]) =>
    `<tr><th scope="row">${escaped(name)}</th>${texts.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(head[0])}"><table><thead><tr>${
    head.map((name) => `<th scope="col">${escaped(name)}</th>`).join("")
  }</tr></thead><tbody>${lines.join("")}</tbody></table></div>`;
}
