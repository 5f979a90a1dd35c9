/** Inside of the networks: how their numbers are spread at the start, and layers over training. */
import { useMemo, useState } from "preact/hooks";
import type { MethodLook } from "../../../src/report/colours.js";
import { Choice, Slider } from "../shared/controls.js";
import { FigureView } from "../shared/figure-view.js";
import type { PageState } from "./page-state.js";
import { useDrawing } from "./use-drawing.js";

export interface InsideProps {
  readonly state: PageState;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

/** Histograms of one method, and the layers of all over the epochs. */
export function Inside({ state, looks }: InsideProps) {
  const { theory, diagnosed } = state;
  const [choice, setChoice] = useState("");
  const tools = useDrawing();
  const labels = theory?.labels.filter((label) => diagnosed.has(label)) ?? [];
  const label = labels.includes(choice) ? choice : labels[0];
  const diagnosis = label === undefined ? undefined : diagnosed.get(label);
  const version = useMemo(() => ({}), [diagnosis, tools]);
  return (
    <>
      <h3>How the numbers are spread before step 1</h3>
      {label === undefined || diagnosis === undefined ? (
        <p class="setting">Nothing is measured yet.</p>
      ) : (
        <>
          <div class="controls">
            <Choice
              label="Method"
              value={label}
              options={labels.map((one) => [one, one] as const)}
              onChange={setChoice}
            />
          </div>
          <div class="figures">
            {[0, 1].map((place) => (
              <FigureView
                key={place}
                draw={() => tools?.histogramFigures(diagnosis, { document })[place]}
                version={version}
              />
            ))}
          </div>
        </>
      )}
      <h3>Layers while they train</h3>
      <OverTraining state={state} looks={looks} />
    </>
  );
}

/** What a probe read at step 0 and after each epoch, of the seeds that ended. */
function OverTraining({ state: { race }, looks }: InsideProps) {
  const [epoch, setEpoch] = useState<number>();
  const tools = useDrawing();
  const problem = race?.outcome?.problems[0];
  const version = useMemo(() => ({}), [problem, epoch, tools]);
  const runs = problem?.methods.flatMap((method) => method.runs) ?? [];
  const last = Math.max(0, ...runs.map(({ readings }) => (readings?.epochs.length ?? 1) - 1));
  if (problem === undefined || last === 0) {
    return (
      <p class="setting">
        Signals, gradients and dead units of every layer stand here once the runs of a seed have ended.
      </p>
    );
  }
  const at = Math.min(epoch ?? last, last);
  return (
    <>
      {last > 1 && (
        <div class="controls">
          <Slider label="After epoch" min={1} max={last} step={1} value={at} text={String(at)} onChange={setEpoch} />
        </div>
      )}
      <div class="figures">
        {[0, 1, 2].map((place) => (
          <FigureView
            key={place}
            draw={() => tools?.probeFigures(problem, looks, { document }, at)[place]}
            version={version}
            isOptional={place === 2}
          />
        ))}
      </div>
    </>
  );
}
