/** A command that makes a study's results again. */
import { shellLine } from "../shell-words.js";
import type { StudyOutput } from "../study/results/output.js";

/** Where the command line cannot say a study (pairs of its own, recipes of its own), what can be said and where the rest is. */
export function commandOf({ study }: StudyOutput): string {
  const { data, models, inits, seeds, limit, validation, evaluateTrain, vary, margin, target } = study;
  const first = seeds[0]!;
  const inOrder = seeds.every((seed, i) => seed === first + i);
  const [recipe] = models.map((model) => model.recipe);
  const alike = models.every((model) => JSON.stringify(model.recipe) === JSON.stringify(recipe));
  const words: (string | number)[] = ["stepzero", "compare"];
  words.push("--data", data.map(({ name }) => name).join(","));
  words.push("--model", [...new Set(models.map(({ label, file }) => file?.path ?? label))].join(","));
  words.push(
    "--init",
    inits
      .map(({ label, file }) =>
        file === undefined ? label : `${file.path}${label.includes(":") ? label.slice(label.indexOf(":")) : ""}`,
      )
      .join(","),
  );
  words.push("--seeds", seeds.length);
  if (first !== 0) words.push("--seed", first);
  const epochs = new Set(models.map((model) => model.recipe.epochs));
  if (!alike && epochs.size === 1) words.push("--epochs", [...epochs][0]!);
  if (alike)
    words.push(
      "--epochs",
      recipe!.epochs,
      "--optimizer",
      recipe!.optimizer.kind,
      "--lr",
      recipe!.optimizer.learningRate,
      "--batch",
      recipe!.batch,
    );
  if (limit !== undefined) words.push("--limit", limit);
  if (validation !== undefined) words.push("--validation", validation);
  if (evaluateTrain !== false) words.push("--evaluate-train");
  if (vary !== "all") words.push("--vary", vary);
  if (margin !== undefined) words.push("--margin", margin);
  if (target !== undefined) words.push("--target", target);
  const whole = inOrder && alike && study.problems.length === data.length * models.length;
  return `${shellLine(words)}${whole ? "" : "  # and what stands below: it takes a study file"}`;
}
