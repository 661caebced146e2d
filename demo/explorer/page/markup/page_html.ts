/** The page as its script finds it, to be filled. */
export const PAGE_HTML = `<main>
<header><h1>The ring that never waits</h1>
<label>scenario <select id="scenario" name="scenario"></select></label>
<button id="open-system" type="button">Your system…</button>
<button id="open-keys" type="button" aria-label="Keys">?</button></header>
<div role="alert"><ul id="problems" hidden></ul></div>
<h2 id="verdict" class="verdict"></h2>
<p id="why" class="sub"></p>
<div id="tracks" class="pick" role="group" aria-label="Consumer or run" hidden></div>
<div class="grid">
<figure id="ring-part"><div id="ring"></div><figcaption id="ring-sentence" class="sub"></figcaption></figure>
<div class="panel">
<figure id="time-part"><div id="time"></div><svg id="hand" aria-hidden="true"><path class="veil"/><path/><circle r="6"/></svg></figure>
<div class="transport" hidden>
<button id="back" type="button" aria-label="Back one step">←</button>
<button id="play" type="button" aria-label="Play" aria-pressed="false">▶</button>
<button id="forth" type="button" aria-label="On one step">→</button>
<button id="event" type="button" aria-label="On one event inside the step">event ▸</button>
<button id="overrun" type="button" aria-label="Next overrun">overrun ▸</button>
<input id="step" type="range" min="0" aria-label="Step"><output id="at" for="step"></output>
<select id="speed" aria-label="Speed"><option value="2">2/s</option><option value="10" selected>10/s</option><option value="60">60/s</option><option value="0">all in 5 s</option></select>
</div>
<p class="sub" hidden>Try first: press ▶, or drag across the picture. Then change “on overrun”, below.</p>
<p id="time-sentence" class="sub"></p>
</div></div>
<dl class="facts" hidden>
<div class="law"><dt>the law: first overrun</dt><dd id="predicted"></dd></div>
<div class="run"><dt>the run: first overrun</dt><dd id="observed"></dd></div>
<div><dt>state</dt><dd id="state"></dd></div>
<div><dt id="lag-name"></dt><dd id="lag"></dd></div>
<div><dt>lost so far</dt><dd id="lost"></dd></div>
<div><dt>staleness, at most</dt><dd id="staleness"></dd></div>
</dl>
<section aria-labelledby="account-title"><h3 id="account-title" class="quiet">Every event is accounted for</h3><div id="account"></div></section>
<div class="tools" hidden>
<form id="settings"><h3>Settings</h3><div id="fields"></div><p id="refusal" class="error" role="alert"></p></form>
<form id="fork"><h3>What if, <span id="fork-at"></span></h3>
<div class="row"><label>change <select id="fork-kind"></select></label><label>value <input id="fork-value" inputmode="numeric" value="10" size="6"></label><button>Fork</button></div>
<p id="fork-refusal" class="error" role="alert"></p><ul id="forks"></ul></form>
<form id="compare"><h3>Compare</h3><div class="row"><button id="policies" type="button" aria-pressed="false">Three policies</button>
<button id="keep" type="button" aria-pressed="false">Keep this run</button></div><p class="sub">Other runs are drawn on the same axis.</p></form>
</div>
<details><summary>What the words mean</summary><dl>
<dt>overrun</dt><dd>The producer writes into the ring and never waits. A consumer more than a whole ring behind finds that the event it wants is overwritten; how many it lost is counted.</dd>
<dt>the law</dt><dd>Computes the first overrun from rates and capacity alone, before anything runs.</dd>
<dt>on overrun</dt><dd>stall: stop reading. skip-to-oldest: go on at the oldest event that is left. skip-to-head: give up all that is unread, and be fresh.</dd>
<dt>staleness</dt><dd>Age of an event when it is decided on.</dd>
<dt>state</dt><dd>WARMUP lets events flow before decisions count. In READY decisions are live. A failure leads to DEGRADED, until the recovery. Outside READY decisions are provisional.</dd>
</dl></details>
<details id="inside"><summary>Inside this step</summary><ol id="moments"></ol></details>
<details id="percentiles"><summary>How old the events were</summary><figure></figure></details>
<details id="sizing"><summary>How large a ring</summary><figure><div id="sizing-figure"></div><figcaption id="sizing-sentence" class="sub"></figcaption></figure></details>
<details id="numbers"><summary>The numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="The numbers"></div></details>
<details id="evidence" open><summary id="held"></summary><p id="proves" class="sub"></p><ul id="claims"></ul></details>
<footer><p>digest <code id="digest"></code>, the same from <code id="command"></code></p>
<p class="row"><button id="svg" type="button">Save SVG</button><button id="json" type="button">Save JSON</button><button id="spec" type="button">Save specification</button></p>
<p>Simulated time, one thread; no network, no exchange. This page runs the modules of the command line, and asks nothing of any server.</p></footer>
</main>
<dialog id="system" aria-labelledby="system-title"><form method="dialog"><h2 id="system-title">Your system</h2>
<p>Paste a specification, as <code>deno task simulate</code> reads it, or drop one here; and a CSV of arrival times.</p>
<textarea id="system-text" rows="14" spellcheck="false" aria-label="Specification"></textarea>
<p id="system-problem" class="error" role="alert"></p>
<p class="row"><label class="file">file <input id="system-file" type="file" multiple accept=".json,.csv,.txt,text/*,application/json"></label>
<button id="system-run" value="run">Run</button><button value="no" formnovalidate>Close</button></p></form></dialog>
<dialog id="keys" aria-labelledby="keys-title"><form method="dialog"><h2 id="keys-title">Keys</h2><dl id="key-list"></dl><button>Close</button></form></dialog>`;
