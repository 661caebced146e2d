/** Layout of the page that its script draws. It is packed with the script. */
export const PAGE_STYLE = `header label{margin-right:auto}
h3{font-size:15px;font-weight:600;margin-bottom:8px}
.quiet{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.pick{display:flex;flex-wrap:wrap;gap:6px;margin-bottom:12px}
button,select,input,textarea{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--edge,var(--soft));border-radius:8px;min-height:40px;max-width:100%;padding:4px 12px}
small{color:var(--red)}[aria-pressed=true] small{color:inherit}
button:disabled{opacity:.4;cursor:default}
button{min-width:44px;cursor:pointer}
select{padding-right:4px}
label{max-width:100%}
button:hover{border-color:var(--ink)}
button[aria-pressed=true]{background:var(--ink);color:var(--bg);border-color:var(--ink)}
:focus-visible{outline:3px solid var(--law);outline-offset:2px}
#time-part{display:grid;touch-action:pan-y;cursor:col-resize}
#time-part>*{grid-area:1/1;min-width:0}
#hand{width:100%;height:100%;pointer-events:none;overflow:visible;stroke:var(--ink);fill:var(--ink)}
#hand .veil{fill:var(--panel);opacity:.5;stroke:none}
.transport{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:8px 0}
.transport input{flex:1 1 100px;min-width:0;padding:0;accent-color:var(--blue)}
.transport output{min-width:8ch;text-align:right}
.panel .sub{margin:8px 0 0;font-size:14px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px 24px;margin:20px 0}
.facts dt,label,.note{font-size:13px;color:var(--soft)}
label :is(input,select){font-size:16px;color:var(--ink)}
.facts dd{font-size:20px;font-weight:650;overflow-wrap:anywhere}
.law dd{color:var(--law)}.run dd{color:var(--ink)}.differs dd{color:var(--red)}
.tools{display:flex;flex-wrap:wrap;gap:20px 40px;margin:24px 0}
.tools form{flex:1 1 240px;min-width:0}#settings{flex:2 1 320px}
#fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px}
#fields label>*{display:block;width:100%;margin-top:2px}
#fields .wide{grid-column:span 2}
#fields [aria-invalid=true]{border-color:var(--red);outline:2px solid var(--red)}
.error{color:var(--red)}
#problems{list-style:none;margin:12px 0 0;padding:10px 14px;border:1px solid var(--red);border-radius:8px;color:var(--red)}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:0 0 8px}
.row label>*{display:block;margin-top:2px}
#forks{list-style:none;padding:0;margin:8px 0 0}
#forks button{margin-left:8px}
details{border-top:1px solid var(--line);padding:4px 0}
summary{cursor:pointer;font-weight:600;padding:8px 0}
#moments{margin:0;padding:0 0 8px;list-style:none;display:flex;flex-wrap:wrap;gap:4px 6px;font-size:14px}
#moments li{border:1px solid var(--line);border-radius:6px;padding:9px 10px;cursor:pointer}
#moments .overrun{border-color:var(--red);color:var(--red)}
#moments [aria-current]{background:var(--ink);color:var(--bg);border-color:var(--ink)}
#claims{list-style:none;margin:0;padding:0 0 8px}
#claims li{padding:2px 0 2px 24px;text-indent:-24px}
#claims li::before{content:"✓";display:inline-block;width:24px;text-indent:0;color:var(--green)}
#claims [data-held=false]::before{content:"✗";color:var(--red)}
#claims [data-held=false]{color:var(--red)}
.scroll{overflow:auto;max-height:420px}
table{border-collapse:collapse;font-size:14px}
th,td{padding:2px 10px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
dialog{max-width:min(720px,calc(100vw - 32px));width:100%;border:1px solid var(--line);border-radius:12px;background:var(--panel);color:var(--ink);padding:20px}
dialog::backdrop{background:#0008}
#keys{max-width:min(420px,calc(100vw - 32px))}
textarea{width:100%;font:13px/1.45 ui-monospace,monospace}
:is(dialog,details) dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:12px 0;max-width:80ch}
dd{margin:0}kbd{font:13px ui-monospace,monospace;border:1px solid var(--line);border-radius:4px;padding:1px 6px}
.dropping{outline:3px dashed var(--law);outline-offset:-8px}
@media(max-width:760px){h1{flex-basis:100%}}
@media(max-width:520px){header label{flex:1;min-width:0;font-size:0}header select{width:100%}#open-keys{display:none}.panel{padding:8px;margin:0 -8px}.transport input{order:3;flex-basis:100%}.facts{grid-template-columns:1fr 1fr}.facts dd{font-size:18px}}
@media print{header label,header button,.transport,.tools,footer button,#hand,dialog,details:not([open],#evidence){display:none!important}details::details-content{content-visibility:visible;display:block}}`;
