/** The style of a page around its figures. It takes the colours that the style of the figures defines. */
export const PAGE_STYLE = `
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2rem}
.subject{margin:0 0 .25rem;font-weight:600}
h1{margin:.25rem 0 1rem;font-size:2.25rem;line-height:1.2;max-width:24em;text-wrap:balance}
h2{margin:0 0 1rem;font-size:1.25rem}
h2 .note{margin-left:.75rem;font-size:.875rem;font-weight:400}
h3{margin:1.5rem 0 .5rem;font-size:1rem}
p{margin:0 0 .75rem;max-width:44em}
.lead,.note,figcaption,footer,dt,summary,caption{color:var(--soft)}
.note,figcaption{font-size:.875rem}
h1 .law{color:var(--law)}h1 .lost{color:var(--red)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem 0 0;padding:0;list-style:none;font-size:.875rem}
a{color:inherit;text-underline-offset:.2em}
section{margin:2rem 0;padding-top:1.5rem;border-top:1px solid var(--line)}
figure{margin:0 0 1.5rem;min-width:0}
figcaption{margin-top:.5rem;max-width:50em}
.slim{display:none}
.beside{display:grid;gap:0 2rem;align-items:start}
.pair{display:flex;flex-wrap:wrap;gap:0 3rem}
.pair>*{max-width:100%}
details{margin:.5rem 0 0}
summary{cursor:pointer;font-size:.875rem;width:fit-content}
.scroll{overflow-x:auto;margin:0 0 1rem}
table{border-collapse:collapse;font-size:.9375rem}
table{min-width:min(100%,24rem)}
caption{text-align:left;padding:0 0 .5rem;font-size:.875rem}
th,td{padding:.25rem .75rem .25rem 0;text-align:right;vertical-align:baseline;border-bottom:1px solid var(--line);overflow-wrap:normal}
th:first-child,td:first-child{text-align:left}
th{font-weight:400;color:var(--soft)}
tbody th{color:var(--ink);min-width:7em;overflow-wrap:anywhere}
thead th{max-width:14em;overflow-wrap:anywhere;vertical-align:bottom}
tr.part th{padding-left:1.25rem;color:var(--soft)}
tr.bad :is(th,td){color:var(--red);font-weight:600}
tr.good :is(th,td){color:var(--green)}
.bad{color:var(--red);font-weight:600}.good{color:var(--green)}.warning{color:var(--warm);font-weight:600}
.grid :is(th,td){padding:.25rem .5rem;text-align:center}
.s1{background:color-mix(in srgb,var(--red) 10%,var(--bg))}.s2{background:color-mix(in srgb,var(--red) 20%,var(--bg))}.s3{background:color-mix(in srgb,var(--red) 30%,var(--bg))}.s4{background:color-mix(in srgb,var(--red) 40%,var(--bg))}
.grid td{print-color-adjust:exact}
dl{margin:0 0 1rem;display:grid;gap:.25rem}
dl div{display:grid;grid-template-columns:minmax(6rem,11rem) 1fr;gap:0 1rem}
dd{margin:0;grid-column:2}
ul{margin:0 0 1rem;padding-left:1.25rem}
.claims{padding:0;list-style:none}
.claims li{padding:.25rem 0 .25rem 6rem;text-indent:-6rem}
.claims b{display:inline-block;min-width:6rem;text-indent:0}
code{font:.9375em ui-monospace,monospace}
footer{padding-bottom:3rem;font-size:.875rem}footer h2{color:var(--ink);padding-top:1.5rem;border-top:1px solid var(--line)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
@media(min-width:64rem){.beside{grid-template-columns:minmax(0,22rem) minmax(0,1fr)}}
@media screen and (max-width:46rem){
header,main,footer{padding-inline:1rem}
h1{font-size:1.625rem}h2 .note{display:block;margin:.25rem 0 0}
.wide{display:none}.slim{display:block}
dl div{display:block}dd{padding-left:1rem}
.claims li{padding-left:0;text-indent:0}.claims b{display:block;min-width:0}
table{font-size:.875rem}th,td{padding-right:.5rem}
}
@media print{
body{font-size:10pt;background:none}
header,main,footer{max-width:none;padding:0}
nav{display:none}
h1{font-size:18pt}
section{break-inside:auto}
h2,h3,caption,summary{break-after:avoid}
figure svg,tr,dl div,li{break-inside:avoid}
.wide{display:block}.slim{display:none}
.scroll{overflow:visible}
table{font-size:8pt}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none}
}`;
