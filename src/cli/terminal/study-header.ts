/** What a study trains, in a few lines before it begins. */

import type { Recipe } from "../../recipe.js";
import type { StudyChoices } from "../../study/plan/plan-study.js";
import { describeOverrides } from "../../study/plan/recipe-overrides.js";
import { tunedCounts } from "../../study/plan/tuned-counts.js";
import { visibleLine } from "../../visible-text.js";
import { counted, grouped } from "./numbers.js";
import { recipeWords, trainerWords } from "./recipe-words.js";
import { wrap } from "./text.js";

/** Names, and lines on recipes, that are worth reading. */
const [MOST_NAMES, MOST_LINES] = [12, 6];

/**
 * Networks and data, methods × seeds, and recipes.
 *
 * @param width columns of the terminal; without it each is one line
 */
export function studyHeader(study: StudyChoices, width = Number.POSITIVE_INFINITY): string {
  const lines = [problemLine(study), runLine(study), ...recipeLines(study)].map(visibleLine);
  return lines.map((line) => `${width === Number.POSITIVE_INFINITY ? line : wrap(line, width)}\n`).join("");
}

/** "Training mlp on glyphs, the first 512 training samples". */
function problemLine({ data, models, problems, limit, validation }: StudyChoices): string {
  const isGrid = problems.length === data.length * models.length;
  const what = isGrid
    ? `${listed(models.map(({ label }) => label))} on ${listed(data)}`
    : listed(problems.map((one) => `${one.model} on ${one.data}`));
  const samples = limit === undefined ? "" : `, the first ${counted(limit, "training sample")}`;
  const held = validation === undefined ? "" : `, ${grouped(validation)} of the training samples held out`;
  return `Training ${what}${samples}${held}`;
}

/** "5 methods × 3 seeds (0 to 2) = 15 runs: zero, random, …"; of a race "at most …". */
function runLine(choices: StudyChoices): string {
  const { problems, methods, seeds, vary, race } = choices;
  const tuned = tunedCounts(choices);
  const factors = [
    ...(problems.length > 1 ? [counted(problems.length, "problem")] : []),
    counted(methods.length, "method"),
    `${counted(seeds.length, "seed")} (${seedWords(seeds)}${varyWords[vary]})`,
  ];
  const runs =
    tuned === undefined
      ? counted(problems.length * methods.length * seeds.length, "run")
      : `at most ${counted(tuned.final, "final run")} after ${counted(tuned.tuning, "run")} that tune learning rates`;
  const most = race === undefined ? "" : "until decided, at most ";
  return `${most}${factors.join(" × ")} = ${runs}: ${listed(methods.map(({ label }) => label))}`;
}

const varyWords = { all: "", init: ", initial weights only", order: ", order of the samples only" } as const;

function seedWords(seeds: readonly number[]): string {
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  const isRange = seeds.every((seed, i) => seed === first + i);
  if (seeds.length > 2 && isRange) return `${first} to ${last}`;
  return listed(seeds.map(String));
}

/** The recipe of the networks; where they differ, one line for each; and what methods change. */
function recipeLines({ models, methods, trainer }: StudyChoices): string[] {
  const wordsOf = (recipe: Recipe) => (trainer === undefined ? recipeWords(recipe) : trainerWords(trainer, recipe));
  const recipes = models.map(({ label, recipe }) => ({ label, words: wordsOf(recipe) }));
  const shared = new Set(recipes.map(({ words }) => words)).size === 1;
  const lines = shared ? [`By ${recipes[0]!.words}`] : recipes.map(({ label, words }) => `${label} by ${words}`);
  const changes = [...new Set(methods.map(({ recipe }) => describeOverrides(recipe)))];
  return [
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? [`and ${counted(lines.length - MOST_LINES, "network")} by other recipes`] : []),
    ...(changes.length > 1 ? [`Each changed by ${counted(changes.length, "recipe")}: ${listed(changes, "; ")}`] : []),
  ];
}

function listed(names: readonly string[], between = ", "): string {
  if (names.length <= MOST_NAMES) return names.join(between);
  return `${names.slice(0, MOST_NAMES).join(between)} and ${names.length - MOST_NAMES} more`;
}
