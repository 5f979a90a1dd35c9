/** Learning curves that grow while the study runs. */
import { useMemo } from "preact/hooks";
import type { MethodLook } from "../../../src/report/colours.js";
import type { CurveFigure } from "../../../src/report/figures/learning-curves.js";
import { figureOf, figureText, isLowerBetter, type Measure, measuresOf } from "../../../src/report/figures/measures.js";
import { metricOf } from "../../../src/study/plan/metric.js";
import type { ProblemOutcome } from "../../../src/study/results/outcome.js";
import { Slider } from "../shared/controls.js";
import { type CurveChoice, type LiveCurves, liveCurves } from "../shared/curves-of.js";
import { FigureView, type Pointer } from "../shared/figure-view.js";
import { MethodKey } from "../shared/method-key.js";
import type { PageState } from "./page-state.js";
import { useDrawing } from "./use-drawing.js";
import { isShown, type View } from "./view.js";

/** Methods whose values are listed below a chart. */
const MOST_VALUES = 12;

export interface CurvesProps {
  readonly state: PageState;
  readonly outcome: ProblemOutcome | undefined;
  readonly view: View;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

/** A figure per measure that was recorded. */
export function Curves({ state, outcome, view, looks }: CurvesProps) {
  const { study } = state.study!;
  const running = state.progress?.running ?? [];
  const growth = running.map(({ cell, record }) => `${cell}:${record.epochs.length}`).join();
  const curves = useMemo(
    () => liveCurves(study, view.problem, outcome, running, choiceOf(view)),
    [study, outcome, view, growth],
  );
  const { methods, model } = curves.problem;
  const metric =
    outcome?.metric ??
    metricOf(
      study,
      methods.flatMap(({ runs }) => runs),
    );
  const measures = measuresOf(model.recipe.loss, metric).filter((measure) =>
    methods.some(({ runs }) =>
      runs.some(({ epochs }) => epochs.some((epoch) => figureOf(epoch, measure) !== undefined)),
    ),
  );
  if (measures.length === 0) {
    return (
      <p class="setting">
        {methods.length === 0 ? "No epoch has ended yet, or no method is shown." : "No epoch has ended yet."}
      </p>
    );
  }
  if (curves.lastEpoch <= 1) return <p class="setting">The runs have one epoch: the final values show everything.</p>;
  return (
    <div class="figures">
      {measures.map((measure) => (
        <Curve key={measure.id} {...{ curves, measure, view, looks }} />
      ))}
    </div>
  );
}

const choiceOf = (view: View): CurveChoice => ({
  shows: (label) => isShown(view, label),
  smoothing: view.smoothing,
});

interface CurveProps {
  readonly curves: LiveCurves;
  readonly measure: Measure;
  readonly view: View;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

function Curve({ curves, measure, view, looks }: CurveProps) {
  const { problem, running, lastEpoch } = curves;
  const tools = useDrawing();
  const version = useMemo(() => ({}), [curves, tools]);
  const draw = (): CurveFigure | undefined => {
    const drawn = tools?.curveFigure(
      problem,
      measure,
      looks,
      { document },
      {
        running,
        lastEpoch,
        ...(view.logarithmic && { logarithmic: true }),
      },
    );
    if (drawn === undefined || view.smoothing === 0) return drawn;
    return {
      ...drawn,
      caption: `${drawn.caption} Smoothed: ${view.smoothing} of each value is that of the epochs before.`,
    };
  };
  return (
    <FigureView draw={draw} version={version}>
      {(drawn, pointer) => <Values {...{ drawn, pointer, measure, looks, lastEpoch }} />}
    </FigureView>
  );
}

interface ValuesProps {
  readonly drawn: CurveFigure;
  readonly pointer: Pointer;
  readonly measure: Measure;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly lastEpoch: number;
}

/** The values at one epoch: under the pointer, or where the slider stands. */
function Values({ drawn, pointer, measure, looks, lastEpoch }: ValuesProps) {
  const { means, seeds } = drawn;
  const at = pointer.at ?? lastEpoch;
  const rows = means
    .filter(({ epoch }) => epoch === at)
    .sort((a, b) => (isLowerBetter(measure) ? a.mean - b.mean : b.mean - a.mean))
    .map(({ method, mean, low, high, n }) => ({
      method,
      text: `${figureText(mean, measure)}${low === null || high === null ? "" : ` [${figureText(low, measure)}, ${figureText(high, measure)}]`}`,
      n: `n = ${n}`,
    }));
  const others = seeds
    .filter(({ epoch, method }) => epoch === at && !rows.some((row) => row.method === method))
    .map(({ method, run, value }) => ({
      method,
      text: figureText(value, measure),
      n: `seed ${run.slice(0, run.indexOf(" "))}`,
    }));
  const all = [...rows, ...others];
  return (
    <div class="values">
      <Slider
        label="Values after epoch"
        min={1}
        max={lastEpoch}
        step={1}
        value={at}
        text={String(at)}
        onChange={pointer.point}
      />
      {all.length === 0 ? (
        <p class="setting">No run has reached it.</p>
      ) : (
        <table class="dense">
          <tbody>
            {all.slice(0, MOST_VALUES).map(({ method, text, n }) => (
              <tr key={`${method} ${n}`}>
                <th scope="row" class="left">
                  <MethodKey look={looks.get(method)} />
                  {method}
                </th>
                <td>{text}</td>
                <td>{n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {all.length > MOST_VALUES && <p class="setting">And {all.length - MOST_VALUES} more.</p>}
    </div>
  );
}
