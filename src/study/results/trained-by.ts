/** By what a study's methods were trained, in words for the line above a ranking. */
import type { Trainer } from "../plan/trainer.js";
import { nameOfTrainer, receives } from "../plan/trainer-command.js";
import type { SharedRecipe } from "./shared-recipe.js";

/** "python3 train.py", then what the command was handed and the methods share. */
export function trainedByWords(trainer: Trainer, { optimizer, batch }: SharedRecipe, tunesRates: boolean): string[] {
  const has = (name: string) => receives(trainer, name);
  return [
    `trained by ${nameOfTrainer(trainer)}`,
    ...(optimizer !== undefined && has("optimizer") ? [optimizer.kind] : []),
    ...(tunesRates ? ["each at its best learning rate"] : []),
    ...(!tunesRates && optimizer !== undefined && has("learningRate")
      ? [`learning rate ${optimizer.learningRate}`]
      : []),
    ...(batch !== undefined && has("batch") ? [`batch ${batch}`] : []),
  ];
}
