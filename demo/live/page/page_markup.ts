/** What is on the page before the first frame. The script fills it, and finds its places by their ids. */
export const PAGE_MARKUP: string = `<svg class="defs" width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatch-lost" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="6" height="6"/><path d="M1 0v6"/></pattern>
<pattern id="hatch-degraded" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="ground" width="6" height="6"/><path d="M1 0v6"/></pattern>
<pattern id="hatch-provisional" width="7" height="7" patternUnits="userSpaceOnUse"><rect class="ground" width="7" height="7"/><circle cx="2" cy="2" r="1"/></pattern>
</defs></svg>
<header>
<h1>Live run</h1>
<p id="link" data-link="starting">connecting</p>
<p id="elapsed"></p>
<button id="hold" type="button" aria-pressed="false" disabled>Hold still</button>
</header>
<main>
<p id="verdict">The threads are starting.</p>
<p id="reason"></p>
<p id="said" class="unseen" role="status"></p>
<noscript><p class="panel">This page is drawn by its script, which is switched off here. The terminal shows the same numbers, and
<a href="frame">the newest of them</a> can be had as JSON.</p></noscript>
<section id="end" class="panel" aria-labelledby="end-title" hidden><h2 id="end-title">What became of the events</h2></section>
<section id="system" class="panel" aria-labelledby="system-title" hidden><h2 id="system-title">System</h2></section>
<div id="consumers"></div>
</main>
<footer>
<p>Real threads on this machine, watched and not touched: the page gets the numbers that the control plane takes for the panel, and
the hot threads do not know of it. <span id="json"><a href="run">The run</a> and <a href="frame">the newest frame</a> as JSON.</span></p>
</footer>`;
