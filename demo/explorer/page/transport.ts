/// <reference lib="dom" />
import { byId, onClick } from "./dom.ts";

/** What moves the reader through a run. */
export interface Transport {
  /** Stops playing, if it plays. */
  stop(): void;
  /** Plays or pauses. */
  toggle(): void;
}

/** The run as far as playing it needs to know it. */
export interface Played {
  /** Columns. */
  count(): number;
  /** Column of the reader. */
  column(): number;
  /** Goes to a column. */
  go(column: number): void;
}

/** Seconds in which the fastest speed plays a whole run. */
const WHOLE_RUN_SECONDS = 5;

/** Connects the buttons that play. */
export function makeTransport(played: Played): Transport {
  let frame = 0;
  const button = byId<HTMLButtonElement>("play");
  const show = () => {
    const isPlaying = frame !== 0;
    button.textContent = isPlaying ? "⏸" : "▶";
    button.ariaLabel = isPlaying ? "Pause" : "Play";
    button.ariaPressed = String(isPlaying);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    show();
  };
  const toggle = () => {
    if (frame !== 0) return stop();
    const last = played.count() - 1;
    if (played.column() >= last) played.go(0);
    const perSecond = Number(byId<HTMLSelectElement>("speed").value) || (last + 1) / WHOLE_RUN_SECONDS;
    const from = played.column();
    let startMs = -1;
    let at = from;
    const tick = (nowMs: number) => {
      if (startMs < 0) startMs = nowMs;
      const column = Math.min(last, from + Math.floor((nowMs - startMs) * perSecond / 1000));
      if (column !== at) played.go(at = column);
      if (column >= last) return stop();
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    show();
  };
  onClick("play", toggle);
  byId("speed").onchange = () => {
    if (frame === 0) return;
    stop();
    toggle();
  };
  return { stop, toggle };
}
