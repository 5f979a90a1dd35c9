/** Figures of the report, of the methods that are shown. */
import { useMemo } from "preact/hooks";
import type { MethodLook } from "../../../src/report/colours.js";
import type { Figure } from "../../../src/report/figures/figure.js";
import type { ProblemOutcome } from "../../../src/study/results/outcome.js";
import { FigureView } from "../shared/figure-view.js";
import { type DrawingTools, useDrawing } from "./use-drawing.js";
import { isShown, type View } from "./view.js";

/** Draws a figure of a problem. */
export type DrawFigure = (
  tools: DrawingTools,
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
) => Figure | undefined;

export interface FiguresProps {
  /** Undefined before the first result. */
  readonly whole: ProblemOutcome | undefined;
  readonly view: View;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly draw: readonly DrawFigure[];
  /** Changes where `draw` does. */
  readonly version?: unknown;
}

/** The figures side by side. */
export function Figures({ whole, view, looks, draw, version }: FiguresProps) {
  const { hidden, filter } = view;
  const problem = useMemo(() => whole && shownPart(whole, view), [whole, hidden, filter]);
  const tools = useDrawing();
  const drawing = useMemo(() => ({}), [problem, version, tools]);
  if (problem === undefined) return <p class="setting">No run of this problem has ended yet.</p>;
  if (problem.methods.length === 0) return <p class="setting">No method is shown.</p>;
  return (
    <div class="figures">
      {draw.map((one, at) => (
        <FigureView key={at} draw={() => tools && one(tools, problem, looks)} version={drawing} />
      ))}
    </div>
  );
}

/** The problem with the methods that are shown, and the pairs of them. */
function shownPart(problem: ProblemOutcome, view: View): ProblemOutcome {
  const methods = problem.methods.filter(({ label }) => isShown(view, label));
  const labels = new Set(methods.map(({ label }) => label));
  const { verdicts } = problem;
  const pairs = verdicts?.verdicts.filter(({ a, b }) => labels.has(a) && labels.has(b));
  return { ...problem, methods, verdicts: verdicts && { ...verdicts, verdicts: pairs! } };
}
