/** A planner that adds seeds until each problem is decided. */
import type { Cell, CellResult } from "../plan/cell.js";
import { type Metric, metricOf, withMetric } from "../plan/metric.js";
import type { PlannedStudy } from "../plan/plan-study.js";
import { nextRuns, type RacedRun, racedFigure, raceOf } from "../plan/race-state.js";
import type { Problem } from "../plan/study.js";
import type { Planner } from "./contracts.js";

const problemOf = ({ problem: { data, model } }: Cell): string => JSON.stringify({ data, model: model.label });
const placeOf = ({ method, seed }: Omit<RacedRun, "figure">): string => JSON.stringify([method, seed]);

/**
 * The next seed of every method that stands, problem by problem, until each race is decided. It
 * sees nothing but results, so that a study that goes on after an interruption runs the same cells.
 *
 * @param planned a study with a race, and all cells that it may run
 */
export function racePlanner({ study, cells }: PlannedStudy): Planner {
  const problems = new Map<string, Map<string, Cell>>();
  for (const cell of cells) {
    const key = problemOf(cell);
    const places = problems.get(key) ?? new Map<string, Cell>();
    problems.set(key, places.set(placeOf({ method: cell.method.label, seed: cell.seed }), cell));
  }
  const handedOut = new Set<string>();
  return {
    next(results) {
      let isDecided = true;
      const measured = withMetric(study, results);
      const next = [...problems].flatMap(([key, places]) => {
        const runs = results.filter(({ cell }) => problemOf(cell) === key).map(racedRun(metricOf(measured)));
        const state = raceOf(measured, JSON.parse(key) as Problem, runs);
        if (state === undefined || state.outcome !== "running") return [];
        isDecided = false;
        const ended = new Set(runs.map(placeOf));
        return nextRuns(study, state, (run) => ended.has(placeOf(run)))
          .map((run) => places.get(placeOf(run))!)
          .filter(({ id }) => !handedOut.has(id));
      });
      for (const { id } of next) handedOut.add(id);
      return isDecided ? undefined : next;
    },
  };
}

const racedRun =
  (metric: Metric) =>
  ({ cell, status, epochs }: CellResult): RacedRun => ({
    method: cell.method.label,
    seed: cell.seed,
    figure: racedFigure(metric, status === "done", epochs),
  });
