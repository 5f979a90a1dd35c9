/** A command that runs a study again. */
import { type ReadingOptions, readingKeys } from "../data/reading.js";
import { shellLine } from "../shell-words.js";
import type { Choice, Study } from "../study/plan/study.js";
import type { Outcome } from "../study/results/outcome.js";

/**
 * The command. Where the command line cannot express the study (chosen pairs, recipes that differ),
 * as much as it can, with a comment.
 */
export function commandOf({ study }: Outcome): string {
  const { data, models, methods, seeds, problems, race } = study;
  const isInOrder = seeds.every((seed, i) => seed === seeds[0]! + i);
  const isWhole = isInOrder && hasOneRecipe(study) && problems.length === data.length * models.length;
  const initializers = methods.map(({ initializer }) => initializer).map(typed);
  const words = [
    ...["stepzero", "compare"],
    ...["--data", data.map(({ name }) => name).join(",")],
    ...["--model", [...new Set(models.map(typed))].join(",")],
    ...["--init", [...new Set(initializers)].join(",")],
    ...(race === undefined
      ? ["--seeds", seeds.length]
      : ["--until-decided", "--confidence", 1 - race.alpha, "--max-seeds", seeds.length]),
    ...(seeds[0] === 0 ? [] : ["--seed", seeds[0]!]),
    ...readingWords(study),
    ...recipeWords(study),
    ...optionWords(study),
  ];
  return `${shellLine(words)}${isWhole ? "" : "  # and what stands below: it takes a study file"}`;
}

/** An initializer or a network as it is typed: its name or path, with its options. */
function typed({ label, file }: Choice): string {
  if (file === undefined) return label;
  return `${file.path}${label.includes(":") ? label.slice(label.indexOf(":")) : ""}`;
}

/** Whether all networks are trained alike, by all methods. */
function hasOneRecipe({ models, methods }: Study): boolean {
  const recipes = new Set(models.map(({ recipe }) => JSON.stringify(recipe)));
  return recipes.size === 1 && methods.every(({ recipe }) => Object.keys(recipe).length === 0);
}

/** How the user's files are read. */
function readingWords({ reading = {} }: Study): string[] {
  return (Object.entries(reading) as [keyof ReadingOptions, unknown][]).flatMap(([key, value]) => [
    `--${readingKeys[key].option}`,
    [value].flat().join(","),
  ]);
}

function recipeWords(study: Study): (string | number)[] {
  const { epochs, batch, optimizer } = study.models[0]!.recipe;
  if (hasOneRecipe(study)) {
    const { kind, learningRate } = optimizer;
    const rateWord = study.tuning === undefined ? learningRate : "auto";
    return ["--epochs", epochs, "--optimizer", kind, "--lr", rateWord, "--batch", batch];
  }
  const isShared =
    study.models.every(({ recipe }) => recipe.epochs === epochs) &&
    study.methods.every(({ recipe }) => recipe.epochs === undefined);
  return isShared ? ["--epochs", epochs] : [];
}

function optionWords({
  limit,
  validation,
  tuning,
  evaluateTrain,
  probe,
  vary,
  baseline,
  margin,
  target,
}: Study): (string | number)[] {
  const option = (name: string, value: number | string | undefined) => (value === undefined ? [] : [name, value]);
  return [
    ...option("--limit", limit),
    ...option("--validation", validation),
    ...option("--tuning-seeds", tuning?.seeds.length),
    ...option("--tuning-epochs", tuning?.epochs),
    ...option("--finalists", tuning?.finalists),
    ...(evaluateTrain === false ? [] : ["--evaluate-train"]),
    ...(probe === true ? ["--probe"] : []),
    ...(vary === "all" ? [] : ["--vary", vary]),
    ...option("--baseline", baseline),
    ...option("--margin", margin),
    ...option("--target", target),
  ];
}
