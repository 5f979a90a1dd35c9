/** A planner that tunes each method's learning rate, and then compares the methods. */
import type { Cell, CellResult } from "../plan/cell.js";
import { type Metric, metricOf, withMetric } from "../plan/metric.js";
import type { PlannedStudy } from "../plan/plan-study.js";
import { racedFigure } from "../plan/race-state.js";
import { heldOutOf, nextRated, type RatedPlace, type RatedRun } from "../plan/tuned-runs.js";
import type { Planner } from "./contracts.js";
import { racePlanner } from "./race-planner.js";

const problemOf = ({ problem: { data, model } }: Cell): string => JSON.stringify([data, model.label]);
const placeOf = ({ method, rate, seed }: RatedPlace): string => JSON.stringify([method, rate, seed]);
const placeOfCell = ({ method: { label: method, recipe }, seed }: Cell): RatedPlace => ({
  method,
  rate: recipe.optimizer.learningRate,
  seed,
});

/**
 * Problem by problem: the tuning runs of all methods, seed after seed, then added rates, then the
 * final runs at each method's best rate and at the recipe's, as races where the study has one. It
 * sees nothing but results, so that a study that goes on after an interruption runs the same cells.
 *
 * @param planned a study with tuning, and all cells that it may run
 */
export function tunedPlanner({ study, cells }: PlannedStudy): Planner {
  const places = new Map<string, Map<string, Cell>>();
  for (const cell of cells) {
    const ofProblem = places.get(problemOf(cell)) ?? new Map<string, Cell>();
    places.set(problemOf(cell), ofProblem.set(placeOf(placeOfCell(cell)), cell));
  }
  const handedOut = new Set<string>();
  return {
    next(results) {
      const measured = withMetric(study, results);
      const rated = ratedRun(metricOf(measured));
      const byProblem = new Map<string, RatedRun[]>();
      for (const result of results) {
        const key = problemOf(result.cell);
        const runs = byProblem.get(key) ?? [];
        runs.push(rated(result));
        byProblem.set(key, runs);
      }
      let isDecided = true;
      const next = study.problems.flatMap((problem) => {
        const key = JSON.stringify([problem.data, problem.model]);
        const needed = nextRated(measured, problem, byProblem.get(key) ?? []);
        if (needed.length > 0) isDecided = false;
        return needed.map((run) => places.get(key)!.get(placeOf(run))!).filter(({ id }) => !handedOut.has(id));
      });
      for (const { id } of next) handedOut.add(id);
      return isDecided ? undefined : next;
    },
  };
}

/** What decides which cells of a study come next; undefined where all of them run. */
export function plannerOf(planned: PlannedStudy): Planner | undefined {
  if (planned.study.tuning !== undefined) return tunedPlanner(planned);
  return planned.study.race && racePlanner(planned);
}

const ratedRun =
  (metric: Metric) =>
  ({ cell, status, epochs }: CellResult): RatedRun => ({
    ...placeOfCell(cell),
    figure: racedFigure(metric, status === "done", epochs),
    heldOut: heldOutOf(metric, status === "done", epochs),
  });
