/** Layout of what is seen without scripts, and with them from the first moment on. */
export const FRAME_STYLE = `*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1280px;margin:0 auto;padding:20px clamp(16px,3vw,40px) 48px}
header{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;border-bottom:1px solid var(--line);padding-bottom:12px}
h1{font-size:16px;margin:0;font-weight:600}
h2,h3{line-height:1.25;margin:0}
.verdict{font-size:clamp(22px,3.2vw,34px);font-weight:650;margin:24px 0 8px;max-width:46ch;text-wrap:balance}
.verdict em,.verdict i{font-style:normal}.verdict i{white-space:nowrap}
.verdict em{color:var(--red)}.verdict i{color:var(--law)}
.sub{color:var(--soft);margin:0 0 16px;max-width:72ch}
.sub:empty{display:none}
figure{margin:0;min-width:0}
.grid{display:grid;grid-template-columns:minmax(0,380px) minmax(0,1fr);gap:20px 32px;align-items:start;margin-bottom:16px}
.grid>*{min-width:0}
#ring-part figcaption{text-align:center;margin:4px auto 0;font-size:14px;min-height:3em}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:16px}
footer{margin-top:24px;color:var(--soft);font-size:14px;border-top:1px solid var(--line);padding-top:12px;overflow-wrap:anywhere}
footer p{margin:0 0 10px}
code{font:13px ui-monospace,monospace;color:var(--ink)}
@media(max-width:820px){.grid{grid-template-columns:minmax(0,1fr)}#ring-part{max-width:380px;margin:0 auto;width:100%}}`;
