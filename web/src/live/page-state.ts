/** What the page knows, from the worker's messages. */

import type { Study } from "../../../src/study/plan/study.js";
import type { CellPlace } from "../../../src/study/plan/tuned-parts.js";
import type { RunRecord } from "../../../src/study/results/records.js";
import type { OutcomePart, ProgressPart, ToPage } from "./messages.js";

/** A study on the page. */
export interface StudyPart {
  readonly study: Study;
  readonly ids: readonly string[];
  readonly places: readonly CellPlace[];
  readonly folder: string;
  /** All results, by cell. The worker sends them before the outcome that is of them. */
  readonly records: Map<number, RunRecord>;
}

/** The state of the page; parts that did not change stay the same objects. */
export interface PageState {
  /** Undefined until the first answer. */
  readonly isConnected: boolean | undefined;
  /** Why there is no study. */
  readonly reason: string;
  readonly study: StudyPart | undefined;
  readonly outcome: OutcomePart | undefined;
  readonly progress: ProgressPart | undefined;
  readonly provenance: { readonly html: string; readonly damage: readonly string[] } | undefined;
}

/** The state before the first message. */
export const startState: PageState = {
  isConnected: undefined,
  reason: "",
  study: undefined,
  outcome: undefined,
  progress: undefined,
  provenance: undefined,
};

/** The state after a message. */
export function nextState(state: PageState, message: ToPage): PageState {
  switch (message.kind) {
    case "connection":
      return { ...state, isConnected: message.isOpen };
    case "waiting":
      return { ...startState, isConnected: state.isConnected, reason: message.reason };
    case "study": {
      const { study, ids, places, folder } = message;
      return { ...startState, isConnected: true, study: { study, ids, places, folder, records: new Map() } };
    }
    case "records":
      for (const [cell, record] of message.records) {
        if (record === null) state.study?.records.delete(cell);
        else state.study?.records.set(cell, record);
      }
      return state;
    case "outcome":
      return { ...state, outcome: message };
    case "progress":
      return { ...state, progress: message };
    case "provenance":
      return { ...state, provenance: message };
  }
}
