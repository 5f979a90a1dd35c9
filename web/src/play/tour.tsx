/** The guided tour, above the setup. */
import { useState } from "preact/hooks";
import type { Actions } from "./actions.js";
import type { PageState } from "./page-state.js";
import { tourSteps } from "./tour-steps.js";

/** A button, or the step that one is at. */
export function Tour({ state, actions }: { readonly state: PageState; readonly actions: Actions }) {
  const [at, setAt] = useState<number>();
  const [answer, setAnswer] = useState<number>();
  const go = (next: number | undefined): void => {
    setAt(next);
    setAnswer(undefined);
    const changes = next === undefined ? undefined : tourSteps[next]!.changes;
    if (changes !== undefined) actions.change(changes);
  };
  if (at === undefined) {
    return (
      <p>
        <button type="button" onClick={() => go(0)}>
          Take the tour: {tourSteps.length} steps
        </button>
      </p>
    );
  }
  const { title, text, guess, seen, heal } = tourSteps[at]!;
  const isShown = heal === true ? isHealthy(state) : guess === undefined || answer !== undefined;
  return (
    <section class="tour card" aria-labelledby="tour-heading">
      <h2 id="tour-heading">
        {at + 1} of {tourSteps.length}: {title}
      </h2>
      <p>{text}</p>
      {guess && (
        <div role="group" aria-label={guess.question}>
          <p>
            <b>{guess.question}</b>
          </p>
          <div class="controls">
            {guess.answers.map((one, i) => (
              <button key={one} type="button" aria-pressed={answer === i} onClick={() => setAnswer(i)}>
                {one}
              </button>
            ))}
          </div>
        </div>
      )}
      <p role="status">
        {answer !== undefined && guess && <b>{answer === guess.right ? "Right. " : "Not so. "}</b>}
        {isShown ? seen : heal === true ? "The doctor is not content yet: see below what it says." : ""}
      </p>
      <div class="controls">
        {at > 0 && (
          <button type="button" onClick={() => go(at - 1)}>
            Back
          </button>
        )}
        {at < tourSteps.length - 1 && (
          <button type="button" onClick={() => go(at + 1)}>
            Next
          </button>
        )}
        <button type="button" onClick={() => go(undefined)}>
          {at === tourSteps.length - 1 ? "End the tour" : "Leave the tour"}
        </button>
      </div>
    </section>
  );
}

/** Whether the doctor has looked at every method and found it healthy. */
function isHealthy({ theory, diagnosed, trouble }: PageState): boolean {
  if (theory === undefined || trouble !== undefined) return false;
  return theory.labels.every((label) => diagnosed.get(label)?.verdict === "healthy");
}
