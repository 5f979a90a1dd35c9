/** The next state under construction, with the commands so far. */
import type { RunEvent } from "../events.js";
import type { Command, Step, SupervisedWorker, Supervision } from "./supervision.js";

/** Changes a copy of a state and collects commands. */
export interface Draft {
  /** The state so far. */
  readonly state: Supervision;
  readonly change: (change: Partial<Supervision>) => void;
  readonly changeWorker: (worker: number, change: Partial<SupervisedWorker>) => void;
  /** The worker's process is gone already. */
  readonly removeWorker: (worker: number) => void;
  readonly start: (device: string) => void;
  readonly stop: (worker: number) => void;
  /** Stops every worker; nothing follows. */
  readonly close: () => void;
  readonly command: (command: Command) => void;
  readonly emit: (event: RunEvent) => void;
  readonly notice: (message: string) => void;
  readonly step: () => Step;
}

/** A draft of what follows from a state. The state itself does not change. */
export function draftOf(before: Supervision): Draft {
  let state = before;
  const commands: Command[] = [];
  const change: Draft["change"] = (part) => {
    state = { ...state, ...part };
  };
  const command: Draft["command"] = (one) => {
    commands.push(one);
  };
  const changeWorker: Draft["changeWorker"] = (worker, part) =>
    change({ workers: new Map(state.workers).set(worker, { ...state.workers.get(worker)!, ...part }) });
  const removeWorker: Draft["removeWorker"] = (worker) => {
    const workers = new Map(state.workers);
    workers.delete(worker);
    change({ workers });
  };
  const stop: Draft["stop"] = (worker) => {
    removeWorker(worker);
    command({ kind: "stop", worker });
  };
  const emit: Draft["emit"] = (event) => command({ kind: "emit", event });
  return {
    get state() {
      return state;
    },
    change,
    changeWorker,
    removeWorker,
    start(device) {
      const worker = state.next;
      change({ next: worker + 1 });
      changeWorker(worker, { device, runtime: undefined, cells: [], together: false, asking: false });
      command({ kind: "start", worker, device });
    },
    stop,
    close() {
      for (const worker of state.workers.keys()) stop(worker);
      change({ closed: true });
    },
    command,
    emit,
    notice: (message) => emit({ kind: "notice", message }),
    step: () => ({ state, commands }),
  };
}
