/** A recipe in code, where objects of the user may stand in place of names. */
import type { LossName, OptimizerSpecification, Recipe, ScheduleSpecification } from "../recipe.js";
import type { Loss } from "./loss.js";
import type { Optimizer } from "./optimizers.js";
import type { Schedule } from "./schedule.js";

/**
 * How a network is trained. Every `Recipe` is one; in code, optimizer, schedule and loss may also
 * be objects. A study takes names only, because its recipes are written to files and sent to worker
 * processes.
 */
export interface TrainingRecipe extends Omit<Recipe, "loss" | "optimizer" | "schedule"> {
  /** The loss, by name or as an object. */
  readonly loss: LossName | Loss;
  /** The optimizer by name with its settings, or as an object. */
  readonly optimizer: OptimizerSpecification | Optimizer;
  /** @defaultValue `{ kind: "constant" }` */
  readonly schedule?: ScheduleSpecification | Schedule | undefined;
}
