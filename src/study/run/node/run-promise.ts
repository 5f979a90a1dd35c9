/** The promise of an executor's run, for an executor that starts its workers before the run. */
import type { RunEvent } from "../events.js";

/** Keeps events and a failure that come before the run begins. */
export interface RunPromise {
  /**
   * Passes an event to the run's listener. An error of the listener, a full disk for one, fails the
   * run.
   */
  emit(event: RunEvent): void;
  /** Rejects the promise, with the first failure. */
  fail(error: unknown): void;
  /** Resolves the promise. */
  resolve(): void;
  /**
   * Begins the run: passes on the events so far, then calls `start`, unless a worker failed before.
   *
   * @returns resolves with `resolve`, rejects with `fail`
   */
  begin(listener: (event: RunEvent) => void, start: () => void): Promise<void>;
}

/** @param onFailure called after each failure */
export function runPromise(onFailure: () => void): RunPromise {
  let listener: ((event: RunEvent) => void) | undefined;
  const early: RunEvent[] = [];
  let failure: { readonly error: unknown } | undefined;
  let settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;

  const fail = (error: unknown): void => {
    failure ??= { error };
    settle?.reject(error);
    onFailure();
  };
  const emit = (event: RunEvent): void => {
    if (listener === undefined) {
      early.push(event);
      return;
    }
    try {
      listener(event);
    } catch (error) {
      fail(error);
    }
  };
  return {
    emit,
    fail,
    resolve: () => settle?.resolve(),
    begin: (onEvent, start) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        listener = onEvent;
        for (const event of early.splice(0)) emit(event);
        if (failure === undefined) start();
        else reject(failure.error);
      }),
  };
}
