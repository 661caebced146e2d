/// <reference lib="dom" />
import { fitToRun, formatAddress, readAddress } from "../model/address.ts";
import {
  type ExplorerRequest,
  type Fork,
  FORK_KINDS,
  type ForkKind,
  type RunRequest,
} from "../model/explorer_request.ts";
import { RequestError } from "../model/explorer_run.ts";
import { runPolicies } from "../model/policies.ts";
import { runRequest } from "../model/run_request.ts";
import { momentsOf } from "../model/step_moments.ts";
import { SCENARIO_IDS, SYSTEM } from "../model/request_options.ts";
import { byId, element, onClick, setText } from "./dom.ts";
import { drawPlace } from "./draw/draw_place.ts";
import { drawOpened, drawRun, drawTime, timeShown } from "./draw/draw_run.ts";
import { connectExports } from "./files/export_buttons.ts";
import { connectKeys } from "./keys.ts";
import { listProblems } from "./draw/problem_list.ts";
import { refuseSetting } from "./draw/settings_form.ts";
import { columnOf, type Place, type Shown } from "./shown.ts";
import { connectSystemDialog } from "./files/system_dialog.ts";
import { connectHand } from "./draw/time_hand.ts";
import { makeTransport } from "./transport.ts";

/** Columns of a large step. */
const LARGE_STEP = 10;

/** Time from a change to the address that follows it: browsers bound how often that may change. */
const ADDRESS_DELAY_MS = 120;

const FORK_NAMES: Readonly<Record<ForkKind, string>> = {
  ingest: "events a step, to",
  polls: "polls a step, to",
  pause: "consumer pauses, steps",
  outage: "feed fails, steps",
};

/** Takes the page over from its static first frame. */
export function startExplorer(): void {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let shown: Shown;
  let place: Place;
  let addressTimer: ReturnType<typeof setTimeout> | undefined;

  const run = (request: RunRequest) => runRequest(request, files);

  /** Runs what is asked for. Throws a RequestError, and then nothing has changed. */
  const show = (request: ExplorerRequest) => {
    const made = run(request);
    const { compare } = request;
    const compared = compare === undefined
      ? []
      : compare === "policies"
      ? runPolicies(made, files).map(({ run }) => run)
      : [run(compare)];
    const consumer = Math.min(request.consumer, made.views.length - 1);
    shown = {
      request: { ...request, consumer },
      run: made,
      base: request.forks.length === 0 ? undefined : run({ ...request, forks: [] }),
      compared,
      files,
      view: made.views[consumer],
    };
    drawRun(shown, look);
    go(columnOf(request, shown.view));
    return made;
  };

  const go = (column: number, moment?: number) => {
    const { run, view, request } = shown;
    const to = Math.max(0, Math.min(view.count - 1, column));
    const moments = momentsOf(run, request.consumer, to);
    place = { column: to, moments, moment };
    shown = { ...shown, request: { ...request, step: to === view.count - 1 ? undefined : to } };
    drawPlace(shown, place, (moment) => go(to, moment));
    follow();
  };

  /** Has the address follow the page. */
  const follow = () => {
    addressTimer ??= setTimeout(() => {
      addressTimer = undefined;
      history.replaceState(null, "", formatAddress(shown.request));
    }, ADDRESS_DELAY_MS);
  };

  /** Shows another run, or says why it cannot; then the one before stays. */
  const change = (
    changes: Partial<ExplorerRequest>,
    refuse = (error: RequestError) => listProblems([error.message]),
  ) => {
    transport.stop();
    try {
      show({ ...shown.request, ...changes });
      listProblems([]);
      return undefined;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refuse(error);
      return error.message;
    }
  };

  const look = (consumer: number) => change({ consumer });

  const readFrom = (hash: string) => {
    const { request, problems } = readAddress(hash);
    try {
      const fitted = fitToRun(request, show(request));
      if (fitted.problems.length > 0) show(fitted.request);
      listProblems([...problems, ...fitted.problems]);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      show(readAddress("").request);
      listProblems([...problems, `${error.message}; the first scenario is shown`]);
    }
  };

  const transport = makeTransport({
    count: () => shown.view.count,
    column: () => place.column,
    go: (column) => go(column),
  });
  /** Goes to a column by hand, which ends playing. */
  const step = (column: number) => {
    transport.stop();
    go(column);
  };
  const event = (by: number) => {
    transport.stop();
    const { column, moments, moment = moments.length - 1 } = place;
    const next = moment + by;
    if (next >= 0 && next < moments.length) return go(column, next);
    if (by > 0 && column < shown.view.count - 1) return go(column + 1, 0);
    if (by < 0 && column > 0) go(column - 1);
  };

  // Some programs that fill in forms tell of a change, and of no typing.
  const slider = byId("step");
  slider.oninput = slider.onchange = ({ target }) => step(Number((target as HTMLInputElement).value));
  onClick("back", () => step(place.column - 1));
  onClick("forth", () => step(place.column + 1));
  onClick("event", () => event(1));
  onClick("overrun", () => {
    const { episodes } = shown.view;
    step(Math.floor((episodes.find(({ from }) => from >= place.column + 1) ?? episodes[0]).from));
  });
  connectHand(() => timeShown, step);

  const scenario = byId<HTMLSelectElement>("scenario");
  scenario.append(
    ...[...SCENARIO_IDS, SYSTEM].map((id) => element("option", { value: id }, id === SYSTEM ? "your system" : id)),
  );
  scenario.onchange = () => {
    if (scenario.value !== SYSTEM) return void change(readAddress(`#${scenario.value}`).request);
    scenario.value = shown.request.scenario ?? SYSTEM;
    byId("open-system").click();
  };

  const fields = byId<HTMLFormElement>("settings");
  fields.oninput = fields.onchange = ({ target }) => {
    const { name, value } = target as HTMLInputElement;
    if (shown.run.settings.some((field) => field.name === name && field.value === value)) {
      return refuseSetting(undefined, "");
    }
    const options = new Map(shown.request.options);
    if (value.trim() === "" && name === "inject") options.delete(name);
    else options.set(name, value.trim());
    change({ options }, ({ message, option }) => refuseSetting(option ?? name, message));
  };

  const kind = byId<HTMLSelectElement>("fork-kind");
  kind.append(...FORK_KINDS.map((name) => element("option", { value: name }, FORK_NAMES[name])));
  const addForks = (forks: readonly Fork[]) => change({ forks }, ({ message }) => setText("fork-refusal", message));
  byId<HTMLFormElement>("fork").onsubmit = (submit) => {
    submit.preventDefault();
    const value = Number(byId<HTMLInputElement>("fork-value").value.trim() || NaN);
    addForks([...shown.request.forks, {
      kind: kind.value as ForkKind,
      at: place.column,
      value,
      consumer: shown.request.consumer,
    }]);
  };
  byId("forks").onclick = ({ target }) => {
    const index = (target as HTMLElement).dataset.fork;
    if (index !== undefined) addForks(shown.request.forks.filter((_, n) => n !== Number(index)));
  };

  onClick("policies", () => change({ compare: shown.request.compare === "policies" ? undefined : "policies" }));
  onClick("keep", () => {
    const { compare, scenario, specification, options, forks } = shown.request;
    const isKept = compare !== undefined && compare !== "policies";
    change({ compare: isKept ? undefined : { scenario, specification, options, forks } });
  });

  connectSystemDialog({
    files,
    current: () => shown.run.specification(),
    run: (specification) => {
      let problem: string | undefined;
      change({
        scenario: undefined,
        specification,
        options: new Map(),
        forks: [],
        compare: undefined,
        consumer: 0,
        step: undefined,
      }, ({ message }) => problem = message);
      return problem;
    },
  });
  for (const part of document.querySelectorAll("details")) {
    part.ontoggle = () => {
      if (!part.open) return;
      drawOpened(shown);
      drawPlace(shown, place, (moment) => go(place.column, moment));
    };
  }
  connectExports(() => shown);
  connectKeys([
    {
      keys: ["ArrowLeft", "ArrowDown"],
      shown: "←",
      sentence: "back one step; with Shift, ten",
      act: (_, isLarge) => step(place.column - (isLarge ? LARGE_STEP : 1)),
    },
    {
      keys: ["ArrowRight", "ArrowUp"],
      shown: "→",
      sentence: "on one step; with Shift, ten",
      act: (_, isLarge) => step(place.column + (isLarge ? LARGE_STEP : 1)),
    },
    { keys: ["Home"], shown: "Home", sentence: "the first step", act: () => step(0) },
    { keys: ["End"], shown: "End", sentence: "the end", act: () => step(shown.view.count - 1) },
    { keys: [" "], shown: "Space", sentence: "play, pause", act: () => transport.toggle() },
    {
      keys: [".", ","],
      shown: ". ,",
      sentence: "one event on or back, inside the step",
      act: (key) => event(key === "." ? 1 : -1),
    },
    { keys: ["o"], shown: "o", sentence: "the next overrun", act: () => byId("overrun").click() },
    { keys: ["f"], shown: "f", sentence: "fork here", act: () => kind.focus() },
    { keys: ["c"], shown: "c", sentence: "the three policies side by side", act: () => byId("policies").click() },
    { keys: ["k"], shown: "k", sentence: "keep this run, to compare the next with", act: () => byId("keep").click() },
    { keys: ["s"], shown: "s", sentence: "your system", act: () => byId("open-system").click() },
    { keys: ["?"], shown: "?", sentence: "this list", act: () => byId("open-keys").click() },
  ]);
  addEventListener("hashchange", () => {
    if (location.hash !== formatAddress(shown.request)) readFrom(location.hash);
  });
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    drawTime(shown);
    drawPlace(shown, place, (moment) => go(place.column, moment));
  }).observe(byId("time-part"));
  for (const part of document.querySelectorAll("[hidden]:not(#problems, #tracks)")) part.removeAttribute("hidden");
  readFrom(location.hash);
}
