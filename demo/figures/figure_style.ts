const LIGHT =
  "--bg:#fbfaf7;--panel:#fff;--ink:#1c1d1f;--soft:#5d6168;--line:#dedbd3;--edge:#868b92;--blue:#0b66a8;--bluesoft:#b9d7ee;--read:#e1e4e7;--warm:#855600;--warmsoft:#f6e3b8;--green:#007a57;--greensoft:#c4e8da;--red:#b3401a;--redsoft:#f9dccf;--law:#7a3fb0";
const DARK =
  "--bg:#141517;--panel:#1c1e21;--ink:#eceae4;--soft:#a3a7ae;--line:#33363b;--edge:#747a82;--blue:#6db5ec;--bluesoft:#1f4a6b;--read:#33373c;--warm:#f0b94d;--warmsoft:#4c3a12;--green:#4fcfa4;--greensoft:#12463a;--red:#ff8f66;--redsoft:#4a2417;--law:#c79af2";
// Where the reader has colours of their own, shapes and hatches tell what is what.
const FORCED =
  "--bg:Canvas;--panel:Canvas;--ink:CanvasText;--soft:CanvasText;--line:GrayText;--edge:CanvasText;--blue:LinkText;--bluesoft:Canvas;--read:GrayText;--warm:CanvasText;--warmsoft:Canvas;--green:CanvasText;--greensoft:Canvas;--red:CanvasText;--redsoft:Canvas;--law:LinkText";

/**
 * The style of every figure: the palette as custom properties of the root, and the classes of the marks. A page has it once; an
 * exported SVG has it inside. Each colour has one meaning: blue is readable, red is lost, green is live, amber is provisional,
 * violet is the law. Red, amber and DEGRADED are hatched as well.
 */
export const FIGURE_STYLE: string = `:root{color-scheme:light dark;${LIGHT}}
@media(prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{color-scheme:light;${LIGHT}}}
@media(forced-colors:active){:root{${FORCED}}.fig{forced-color-adjust:none}}
.fig{display:block;max-width:100%;height:auto;font:12px system-ui,sans-serif;font-variant-numeric:tabular-nums;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.fig.narrow{font-size:13px}
.fig text{fill:var(--ink);unicode-bidi:isolate}
.fig .soft{fill:var(--soft)}.fig .bold{font-weight:600}.fig .hero{font-weight:700}
.fig .tlost{fill:var(--red);font-weight:600}.fig .tlaw{fill:var(--law);font-weight:600}.fig .tnew{fill:var(--panel);font-weight:600}
.fig .unread{fill:var(--blue)}.fig .read{fill:var(--read);stroke:var(--edge);stroke-width:.75}.fig .empty{fill:none;stroke:var(--edge);stroke-width:.75}
.fig .lost{stroke:var(--red);stroke-width:1}.fig .solid{fill:var(--ink)}.fig .hollow{fill:var(--panel);stroke:var(--ink);stroke-width:1.75;stroke-linejoin:round}.fig .lead{stroke:var(--ink);fill:none}
.fig .span{fill:none;stroke:var(--blue);stroke-width:3}
.fig .base{stroke:var(--line);fill:none}.fig .tick{stroke:var(--edge);fill:none}.fig .cap{stroke:var(--ink);stroke-width:1.5;fill:none}
.fig .area{fill:var(--bluesoft)}.fig .after{fill:none;stroke:var(--blue);stroke-width:1.5}.fig .peak{fill:none;stroke:var(--blue);stroke-width:1.25;stroke-dasharray:2 2}.fig .ghost{fill:none;stroke:var(--edge);stroke-width:1.5}
.fig .over{fill:none;stroke:var(--red);stroke-width:2}.fig .stale{fill:none;stroke:var(--ink);stroke-width:1.25}
.fig .series{fill:none;stroke:var(--blue);stroke-width:1.75}.fig .law{fill:none;stroke:var(--law);stroke-width:1.5;stroke-dasharray:5 4}
.fig .WARMUP,.fig .provisional{stroke:var(--warm)}.fig .READY,.fig .live{fill:var(--greensoft);stroke:var(--green)}.fig .DEGRADED{stroke:var(--warm);stroke-width:1.5}.fig .INIT{fill:none;stroke:var(--edge)}.fig .waiting{fill:var(--bluesoft);stroke:var(--blue)}
.fig .hatch.lost path{fill:var(--redsoft);stroke:none}.fig .hatch.lost path+path{fill:none;stroke:var(--red);stroke-width:1.25}
.fig .hatch.provisional path{fill:var(--warmsoft);stroke:none}.fig .hatch.provisional path+path{fill:none;stroke:var(--warm);stroke-width:1.5}
.fig .hatch.degraded path{fill:var(--warmsoft);stroke:none}.fig .hatch.degraded path+path{fill:none;stroke:var(--warm);stroke-width:1}
.fig .cursor{stroke:var(--ink);fill:var(--ink)}
.fig .halo{paint-order:stroke;stroke:var(--panel);stroke-width:4px;stroke-linejoin:round}.fig .warmup,.fig .degraded{stroke:var(--warmsoft)}.fig .onlost{stroke:var(--redsoft)}.fig .dot{fill:var(--blue)}`;
