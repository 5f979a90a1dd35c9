/** What the page knows, and what a message changes of it. Pure. */
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import type { LayerReadings } from "../../../src/diagnosis/measure/readings.js";
import type { Catalogue, Predicted, Race, Theory, ToPage, Trouble, UserTable } from "./messages.js";
import type { Setup } from "./setup.js";

/** A setup that was raced in this visit. */
export interface Tried {
  readonly setup: Setup;
  readonly title: string;
  readonly verdict: string;
}

/** What the page shows. */
export interface PageState {
  /** The number of the setup, by which answers to others are told apart. */
  readonly id: number;
  readonly setup: Setup;
  readonly userTable: UserTable | undefined;
  readonly catalogue: Catalogue | undefined;
  /** Of the setup, or of the one before until its own is there. */
  readonly theory: Theory | undefined;
  /** By label, as what follows. */
  readonly predicted: ReadonlyMap<string, Predicted>;
  readonly measured: ReadonlyMap<string, readonly LayerReadings[]>;
  readonly diagnosed: ReadonlyMap<string, Diagnosis>;
  readonly unmeasured: ReadonlyMap<string, string>;
  readonly race: Race | undefined;
  readonly isRacing: boolean;
  /** The share of the runtime that has come; undefined where its size is not known. */
  readonly loading: { readonly share: number | undefined } | undefined;
  readonly trouble: Trouble | undefined;
  readonly tried: readonly Tried[];
}

/** The page before it has heard anything. */
export const startState = (setup: Setup): PageState => ({
  id: 0,
  setup,
  userTable: undefined,
  catalogue: undefined,
  theory: undefined,
  predicted: new Map(),
  measured: new Map(),
  diagnosed: new Map(),
  unmeasured: new Map(),
  race: undefined,
  isRacing: false,
  loading: undefined,
  trouble: undefined,
  tried: [],
});

/** The state with another setup: what was measured and raced is no longer of it. */
export const withSetup = (state: PageState, setup: Setup, userTable: UserTable | undefined): PageState => ({
  ...state,
  id: state.id + 1,
  setup,
  userTable,
  predicted: new Map(),
  measured: new Map(),
  diagnosed: new Map(),
  unmeasured: new Map(),
  race: undefined,
  isRacing: false,
  trouble: undefined,
});

/** Takes in a message of a worker; the same state where it is of another setup. */
export function nextState(state: PageState, message: ToPage): PageState {
  if ("id" in message && message.id !== state.id) return state;
  switch (message.kind) {
    case "catalogue":
      return state.catalogue === undefined ? { ...state, catalogue: message } : state;
    case "theory":
      return { ...state, theory: message.theory, trouble: undefined };
    case "predicted":
      return { ...state, predicted: new Map(state.predicted).set(message.predicted.label, message.predicted) };
    case "trouble":
      return { ...state, trouble: message.trouble, isRacing: false };
    case "loading":
      return { ...state, loading: message.share === 1 ? undefined : { share: message.share } };
    case "measured":
      return { ...state, measured: new Map(state.measured).set(message.label, message.layers) };
    case "diagnosed":
      return { ...state, diagnosed: new Map(state.diagnosed).set(message.label, message.diagnosis) };
    case "unmeasured":
      return { ...state, unmeasured: new Map(state.unmeasured).set(message.label, message.reason) };
    case "race":
      return withRace(state, message.race);
  }
}

function withRace(state: PageState, race: Race): PageState {
  const isRacing = race.state === "running";
  const [problem] = race.outcome?.problems ?? [];
  if (race.state !== "ended" || problem === undefined) return { ...state, race, isRacing };
  const verdict = problem.advice.sentences.join(" ") || problem.sentences.join(" ");
  const tried = [{ setup: state.setup, title: problem.title, verdict }, ...state.tried];
  return { ...state, race, isRacing, tried };
}
