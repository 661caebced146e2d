/**
 * A figure as a file of its own: with its style inside and a ground behind it. It needs no script, no font and no network.
 *
 * @param svg markup of a figure
 * @param style style of figures, and more, such as that of an animation
 */
export function standaloneSvg(svg: string, style: string): string {
  const end = svg.indexOf(">") + 1;
  const ground = '<rect width="100%" height="100%" fill="var(--panel)"/>';
  return `${svg.slice(0, end)}<style>${style}</style>${ground}${svg.slice(end)}\n`;
}
