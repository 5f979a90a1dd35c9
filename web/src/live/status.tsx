/** How far the study is, who conducts it, and what can be asked of them. */
import { useState } from "preact/hooks";
import { grouped } from "../../../src/study/results/figure-text.js";
import type { PageAnswer, PageRequest } from "../../../src/view/protocol.js";
import { cellStates } from "./messages.js";
import type { PageState } from "./page-state.js";
import { aboutTime, runs } from "./words.js";

/** Sends a request; undefined on a page without the token. */
export type Ask = ((request: PageRequest) => Promise<PageAnswer>) | undefined;

/** The number of cells in each state. */
export function countStates(states: Uint8Array): number[] {
  const counts = cellStates.map(() => 0);
  for (const state of states) counts[state]!++;
  return counts;
}

/** A bar with the runs that ended, and a sentence on the rest. */
export function Status({ state, ask }: { readonly state: PageState; readonly ask: Ask }) {
  const { progress, study } = state;
  if (progress === undefined || study === undefined) return <p class="setting">Reading the results …</p>;
  const [waiting, running, learned, stuck, diverged, crashed, refused] = countStates(progress.states);
  const failed = stuck! + diverged! + crashed! + refused!;
  const ended = learned! + failed;
  const all = ended + running! + waiting!;
  const left = progress.secondsLeft;
  const parts = [
    `${grouped(ended)} of ${runs(all)} ended${failed > 0 ? `, ${grouped(failed)} of them failed` : ""}`,
    ...(running! > 0 ? [`${grouped(running!)} now running`] : []),
    ...(waiting! > 0 ? [`${grouped(waiting!)} waiting`] : []),
    ...(left === undefined || progress.conductors.length === 0 ? [] : [`${aboutTime(left)} left`]),
  ];
  return (
    <>
      <progress max={all} value={ended} aria-label="Runs that ended" />
      <p class="setting">
        {parts.join("; ")}.{!progress.isComplete && " Still reading the folder …"}
      </p>
      {ended > 0 && ended < all && study.study.race === undefined && (
        <p class="notice">
          <b>So far.</b> Everything below is of the runs that have ended. Who looks after every run and stops at the
          first difference finds differences between equals, too; a race (<code>--until-decided</code>) may be looked
          at.
        </p>
      )}
      <Conductors state={state} ask={ask} isOver={waiting === 0 && running === 0} />
    </>
  );
}

function Conductors({
  state,
  ask,
  isOver,
}: {
  readonly state: PageState;
  readonly ask: Ask;
  readonly isOver: boolean;
}) {
  const [answer, setAnswer] = useState("");
  const conductors = state.progress!.conductors;
  if (state.isConnected === false) {
    return <p class="notice">stepzero does not answer any more: this is what the page heard last.</p>;
  }
  if (conductors.length === 0) {
    return (
      <p class="setting">
        {isOver
          ? "The study has ended. This page is read-only."
          : "No process conducts this study now: this page is read-only until the study is resumed."}
      </p>
    );
  }
  const names = conductors
    .map(({ name, shard }) => `${name}${shard === undefined ? "" : `, part ${shard}`}`)
    .join("; ");
  const isPaused = conductors.every(({ state: does }) => does === "paused");
  const isStopping = conductors.every(({ state: does }) => does === "stopping");
  const does = isStopping ? "Stopping after the runs that go on" : isPaused ? "Paused" : "Conducted";
  const send = (kind: "pause" | "continue" | "stop") => async (): Promise<void> => {
    setAnswer((await ask!({ kind })).text);
  };
  return (
    <div class="controls">
      <span class="setting">
        {does} by {names}.
      </span>
      {ask === undefined ? (
        <span class="setting">This page is read-only: its address lacks the token that stepzero printed.</span>
      ) : (
        !isStopping && (
          <>
            <button type="button" onClick={send(isPaused ? "continue" : "pause")}>
              {isPaused ? "Continue" : "Pause"}
            </button>
            <button type="button" onClick={send("stop")}>
              Stop
            </button>
          </>
        )
      )}
      <span role="status" class="setting">
        {answer}
      </span>
    </div>
  );
}
