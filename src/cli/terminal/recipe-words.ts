/** A recipe in words: what a network is trained by. */
import type { OptimizerSpecification, Recipe, ScheduleSpecification } from "../../recipe.js";
import type { Trainer } from "../../study/plan/trainer.js";
import { nameOfTrainer, optimizerSettingsOf, receives } from "../../study/plan/trainer-command.js";
import { counted } from "./numbers.js";

/** "sgd, learning rate 0.1 (cosine), momentum 0.9, batch 128, 8 epochs". */
export function recipeWords({ optimizer, schedule, warmupSteps, batch, epochs, augmentation }: Recipe): string {
  const { shift, flip } = augmentation ?? {};
  const varied = [...(shift ? [`shifts up to ${shift}`] : []), ...(flip ? ["flips"] : [])];
  return [
    optimizer.kind,
    `learning rate ${optimizer.learningRate} (${scheduleWords(schedule)})`,
    ...(warmupSteps ? [`warm-up over ${counted(warmupSteps, "step")}`] : []),
    ...settingWords(optimizer),
    `batch ${batch}`,
    counted(epochs, "epoch"),
    ...(varied.length === 0 ? [] : [`images varied by ${varied.join(" and ")}`]),
  ].join(", ");
}

/** "python3 train.py, learning rate 0.1, batch 128, 8 epochs": what a trainer is handed of it. */
export function trainerWords(trainer: Trainer, { optimizer, warmupSteps = 0, batch, epochs }: Recipe): string {
  const has = (name: string) => receives(trainer, name);
  return [
    nameOfTrainer(trainer),
    ...(has("optimizer") ? [optimizer.kind] : []),
    ...optimizerSettingsOf(trainer, optimizer).map(([name, value]) => `${spaced(name)} ${value}`),
    ...(has("warmupSteps") ? [`warm-up over ${counted(warmupSteps, "step")}`] : []),
    ...(has("batch") ? [`batch ${batch}`] : []),
    counted(epochs, "epoch"),
  ].join(", ");
}

/** "learningRate" → "learning rate". */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function scheduleWords(schedule: ScheduleSpecification = { kind: "constant" }): string {
  if (schedule.kind === "step") return `× ${schedule.factor} every ${counted(schedule.every, "epoch")}`;
  return schedule.kind === "cosine" && schedule.final ? `cosine to × ${schedule.final}` : schedule.kind;
}

/** The settings besides the rate: ["momentum 0.9", "nesterov", "weight decay 0.0005"]. */
function settingWords({ kind: _, learningRate: __, ...settings }: OptimizerSpecification): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (value === undefined || value === false || value === 0) return [];
    const words = name === "weightDecay" ? "weight decay" : name;
    return [value === true ? words : `${words} ${value}`];
  });
}
