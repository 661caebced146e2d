import { FIGURE_STYLE } from "../../figures/figure_style.ts";

/** Style of the page: the palette and the marks of every figure, and what is this page's own. */
export const PAGE_STYLE: string = `${FIGURE_STYLE}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:1440px;margin:0 auto;padding:0 clamp(16px,3vw,40px)}
header{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;padding-top:16px}
h1{font-size:15px;font-weight:600;margin:0}
#link{margin:0;padding:1px 10px;border:1.5px solid var(--edge);border-radius:99px;font-size:14px}
#link::before{content:"○ "}
#link[data-link=live]{border-color:var(--green);color:var(--green)}#link[data-link=live]::before{content:"● "}
#link[data-link=ended]::before{content:"■ "}
#link[data-link=late],#link[data-link=full]{border-color:var(--warm);color:var(--warm)}#link[data-link=late]::before,#link[data-link=full]::before{content:"▲ "}
#link[data-link=lost],#link[data-link=gone]{border-color:var(--red);color:var(--red)}#link[data-link=lost]::before,#link[data-link=gone]::before{content:"✕ "}
#elapsed{margin:0;color:var(--soft)}
button{font:inherit;font-size:14px;color:inherit;background:var(--panel);border:1px solid var(--edge);border-radius:8px;min-height:36px;padding:0 12px;margin-left:auto;cursor:pointer}
button:disabled{opacity:.5;cursor:default}button[aria-pressed=true]{background:var(--ink);color:var(--bg)}
#verdict{font-size:clamp(22px,3.2vw,34px);line-height:1.2;font-weight:650;margin:24px 0 4px;text-wrap:balance;overflow-wrap:anywhere}
#reason{color:var(--soft);margin:0 0 20px;max-width:90ch;min-height:1.5em;overflow-wrap:anywhere}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px 16px;margin:0 0 16px;min-width:0}
h2{font-size:16px;font-weight:650;margin:0;overflow-wrap:anywhere}h3{font-size:14px;font-weight:600;margin:12px 0 4px;overflow-wrap:anywhere}
.head{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline}
#consumers{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));align-items:start}
#consumers.many{grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr))}#consumers .panel{margin:0}
.soft,footer{color:var(--soft);font-size:14px}
p.soft{margin:8px 0 0;overflow-wrap:anywhere}
.numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(84px,1fr));gap:8px 10px;margin:10px 0 12px}
.numbers>div{min-width:0}.numbers dt{font-size:13px;color:var(--soft);line-height:1.3}.numbers dd{margin:0;font-weight:600;line-height:1.3;overflow-wrap:anywhere}
.numbers .bad{color:var(--red)}.numbers .bad::before{content:"▲ ";font-size:11px}
#system .numbers{grid-template-columns:repeat(auto-fill,minmax(128px,1fr))}#system .numbers>div:first-child{grid-column:1/-1}
.failure{color:var(--red);margin:6px 0;overflow-wrap:anywhere}.failure::before{content:"✕ "}
.strip{min-height:60px;overflow:hidden}
.fig .name,.fig .axis{fill:var(--soft)}.fig .name{fill:var(--ink)}.fig .end{text-anchor:end}.fig .middle{text-anchor:middle}
.fig .lane{font-size:11px;font-weight:600;letter-spacing:.03em}
.fig .state{stroke-width:1}.fig .state.DEGRADED{fill:url(#hatch-degraded)}.fig .state.WARMUP{fill:url(#hatch-provisional)}
.fig .beyond,.fig .loss{fill:url(#hatch-lost);stroke:var(--red);stroke-width:1}
.fig .asked{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:6 3;fill:none}
.fig .gap{fill:var(--soft)}.fig .rate{fill:var(--read);stroke:var(--edge)}
.fig .p50{fill:none;stroke:var(--soft);stroke-width:1.25}.fig .p99{fill:none;stroke:var(--ink);stroke-width:2}.fig .most{fill:none;stroke:var(--ink);stroke-width:1.25;stroke-dasharray:2 2}
.defs{position:absolute}.defs .ground{fill:var(--panel)}
#hatch-lost .ground{fill:var(--redsoft)}#hatch-lost path{stroke:var(--red);stroke-width:1.5}
#hatch-degraded .ground,#hatch-provisional .ground{fill:var(--warmsoft)}#hatch-degraded path{stroke:var(--warm)}#hatch-provisional circle{fill:var(--warm)}
.account{display:flex;gap:2px;height:28px}.part{min-width:3px;border-radius:4px;border:1px solid;forced-color-adjust:none}
.part.live{background:var(--greensoft);border-color:var(--green)}
.part.provisional{background:repeating-linear-gradient(90deg,var(--warm) 0 1px,var(--warmsoft) 1px 5px);border-color:var(--warm)}
.part.lost{background:repeating-linear-gradient(45deg,var(--red) 0 1.5px,var(--redsoft) 1.5px 6px);border-color:var(--red)}
.part.left{background:var(--bluesoft);border-color:var(--blue)}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;padding:0;margin:6px 0 0;font-size:14px}.legend .part{display:inline-block;width:14px;height:14px;vertical-align:-2px;margin-right:6px}
details{margin-top:8px}summary{cursor:pointer;min-height:28px;font-size:14px;color:var(--soft)}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:14px;width:100%}td,th{text-align:right;padding:3px 6px;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}thead th{color:var(--soft)}tbody th{text-align:left;font-weight:600}
#end .scroll{margin-top:14px}#end ul.soft{padding-left:18px;margin:10px 0 0}
footer{padding-bottom:32px}a{color:var(--blue)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:0}
:focus-visible{outline:3px solid var(--law);outline-offset:2px}
@media print{button{display:none}}`;
