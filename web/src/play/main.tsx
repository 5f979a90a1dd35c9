/** Starts the playground: its two workers, its state, and what it asks of them. */
import { render } from "preact";
import { adoptPageStyle } from "../shared/adopt-style.js";
import { inTurn } from "../shared/turns.js";
import type { Actions } from "./actions.js";
import { App } from "./app.js";
import type { ToPage, ToWorker, UserTable } from "./messages.js";
import { nextState, startState, withSetup } from "./page-state.js";
import { addressOf, type Setup, setupOfAddress } from "./setup.js";

adoptPageStyle(document);

/** Milliseconds of rest after which a setup is measured. */
const REST = 400;

const root = document.getElementById("page")!;
let state = startState(setupOfAddress(location.hash));
let resting: ReturnType<typeof setTimeout> | undefined;

const owner = {};
const show = (): void => render(<App state={state} actions={actions} />, root);

const startWorker = (): Worker => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
    const next = nextState(state, data);
    if (next === state) return;
    const hasEnded = state.isRacing && !next.isRacing;
    state = next;
    if (hasEnded) measureRest();
    inTurn(owner, show);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    state = { ...state, isRacing: false, trouble: { part: "setup", text: `The worker ended: ${event.message}` } };
    inTurn(owner, show);
  };
  return worker;
};

/** One answers at once, the other measures and trains. */
const [theorist, trainer] = [startWorker(), startWorker()];

const ask = (worker: Worker, kind: Exclude<ToWorker["kind"], "stop">): void => {
  const { id, setup, userTable } = state;
  worker.postMessage({ kind, id, setup, userTable } satisfies ToWorker);
};

const begin = (): void => {
  ask(theorist, "predict");
  clearTimeout(resting);
  resting = setTimeout(() => ask(trainer, "measure"), REST);
};

/** A race that begins early leaves methods that nobody has looked at. */
const measureRest = (): void => {
  const { diagnosed, unmeasured, theory, trouble } = state;
  if (trouble === undefined && diagnosed.size + unmeasured.size < (theory?.labels.length ?? 0)) ask(trainer, "measure");
};

const change = (setup: Setup, userTable: UserTable | undefined = state.userTable): void => {
  state = withSetup(state, setup, userTable);
  trainer.postMessage({ kind: "stop" } satisfies ToWorker);
  const address = `#${addressOf(setup)}`;
  if (location.hash !== address) history.replaceState(null, "", address);
  begin();
  show();
};

const actions: Actions = {
  change: (changes) => change({ ...state.setup, ...changes }),
  setTable: (table) => change({ ...state.setup, data: "table" }, table),
  race() {
    clearTimeout(resting);
    state = { ...state, isRacing: true, race: undefined, trouble: undefined };
    ask(trainer, "race");
    show();
  },
  stop() {
    trainer.postMessage({ kind: "stop" } satisfies ToWorker);
    state = { ...state, isRacing: false };
    show();
    measureRest();
  },
};

// Back, forward, and an address that a person changes.
window.addEventListener("hashchange", () => change(setupOfAddress(location.hash)));
show();
begin();
