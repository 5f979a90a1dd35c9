/** The race: a button, curves that grow, the answer, and what the networks say over the plane. */
import { useMemo } from "preact/hooks";
import type { MethodLook } from "../../../src/report/colours.js";
import { measuresOf } from "../../../src/report/figures/measures.js";
import { liveCurves } from "../shared/curves-of.js";
import { FigureView } from "../shared/figure-view.js";
import { Raw } from "../shared/raw.js";
import type { Actions } from "./actions.js";
import { type Race, surfaceHalf, surfaceSize, type Theory } from "./messages.js";
import type { PageState } from "./page-state.js";
import { useDrawing } from "./use-drawing.js";

export interface RaceViewProps {
  readonly state: PageState;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly actions: Actions;
}

/** The button that starts and stops a race, and how far it is. */
export function RaceButton({
  state,
  actions,
  onStart,
}: Omit<RaceViewProps, "looks"> & { readonly onStart?: () => void }) {
  const { theory, race, isRacing, trouble } = state;
  const start = (): void => {
    actions.race();
    onStart?.();
  };
  return (
    <div class="controls">
      {isRacing ? (
        <button type="button" class="main" onClick={actions.stop}>
          Stop
        </button>
      ) : (
        <button type="button" class="main" disabled={trouble !== undefined || theory === undefined} onClick={start}>
          {race === undefined ? "Train" : "Train again"}
        </button>
      )}
      <span class="setting">{statusText(state)}</span>
    </div>
  );
}

/** All of the race. */
export function RaceView({ state, looks, actions }: RaceViewProps) {
  const { theory, race, isRacing, loading } = state;
  return (
    <>
      <RaceButton state={state} actions={actions} />
      {isRacing && (
        <progress
          aria-label="Runs that ended"
          max={race?.runs ?? 1}
          {...(race === undefined || loading !== undefined ? {} : { value: doneOf(race) })}
        />
      )}
      {race !== undefined && theory !== undefined && <Curves race={race} theory={theory} looks={looks} />}
      {race !== undefined && race.answer !== "" && (
        <>
          <Raw html={race.answer} />
          <Raw html={race.caveats} />
        </>
      )}
      {race !== undefined && <p class="setting">{backendText(race)}</p>}
    </>
  );
}

/** Runs that ended, and parts of those that run. */
function doneOf({ losses, steps, ended, runs }: Race): number {
  const sum = losses.reduce((all, { points }) => all + (points.at(-1)?.step ?? 0) / steps, 0);
  return Math.max(ended, Math.min(runs, sum));
}

function statusText({ race, isRacing, loading, setup }: PageState): string {
  if (isRacing && loading !== undefined) {
    const { share } = loading;
    return `Loading the runtime${share === undefined ? "" : `: ${Math.round(100 * share)} %`} …`;
  }
  if (race === undefined) {
    if (isRacing) return "Getting ready …";
    const seeds = setup.seeds === 1 ? "one seed" : `${setup.seeds} seeds`;
    return `${setup.inits.length} × ${seeds}, ${setup.epochs} epochs; all see the same batches.`;
  }
  const ended = `${race.ended} of ${race.runs} runs ended`;
  if (isRacing) return `${ended}.`;
  return race.state === "ended" ? "Finished." : `Stopped: ${ended}.`;
}

const backendText = ({ backend }: Race): string =>
  `Trained by ${backend}. One thread in a worker: all methods of a seed are one graph.`;

interface CurvesProps {
  readonly race: Race;
  readonly theory: Theory;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

function Curves({ race, theory, looks }: CurvesProps) {
  const tools = useDrawing();
  const version = useMemo(() => ({}), [race, tools]);
  const { title } = theory;
  const { losses, steps, surfaces, points, classNames } = race;
  const lossFigure = () =>
    tools?.stepLosses({ title, runs: losses, steps, classes: theory.classes }, looks, { document });
  const accuracyFigure = () => {
    const { outcome, running } = race;
    const study = outcome?.study;
    if (tools === undefined || study === undefined) return undefined;
    const shown = { shows: () => true, smoothing: 0 };
    const { problem, ...view } = liveCurves(study, 0, outcome?.problems[0], running, shown);
    const measure = measuresOf(problem.model.recipe.loss).find(({ key }) => key === "testAccuracy")!;
    return tools.curveFigure(problem, measure, looks, { document }, view);
  };
  const surfaceFigure = () =>
    surfaces &&
    tools?.decisionSurface(
      { title, size: surfaceSize, half: surfaceHalf, classNames, points, ...surfaces },
      { document },
    );
  return (
    <div class="figures">
      <FigureView draw={lossFigure} version={version} />
      <FigureView draw={accuracyFigure} version={version} />
      {surfaces && <FigureView draw={surfaceFigure} version={version} />}
    </div>
  );
}
