/**
 * From the user's request to a planned study: choices, then problems × methods × seeds as cells.
 */
import { InputError, unknownName } from "../../errors.js";
import type { Cell } from "./cell.js";
import { cellsOf } from "./cells-of.js";
import type { DataDescription } from "./description.js";
import { misfitsOf } from "./misfits.js";
import { FEWEST_RACERS, nonStartersOf } from "./non-starters.js";
import type { StudyRequest } from "./options.js";
import type { RateGuess } from "./rate-tuning.js";
import { describeOverrides, overrideRecipe } from "./recipe-overrides.js";
import { type Method, type ModelChoice, type Problem, RESULTS_VERSION, type Study } from "./study.js";
import { mustReach } from "./study-recipe.js";
import type { TuningDesign } from "./tuning-request.js";
import { chooseInitializer, chooseModel, modelOf, noUserModules, type UserModules } from "./user-modules.js";

/** What a study compares, known before any data is read. */
export type StudyChoices = Omit<Study, "resultsVersion" | "data" | "tuning"> & {
  readonly data: readonly string[];
  /** How learning rates are tuned; the guesses need the data. */
  readonly tuning?: TuningDesign | undefined;
  /** Labels of the methods that only a group names: one that does not fit a network is left out. */
  readonly ofGroups: readonly string[];
};

/**
 * The networks and methods that a request names, checked as far as that is possible without the
 * data.
 *
 * @throws InputError for unknown names and options, for two names of the same thing, and for what
 *   the study names but would not use
 */
export function chooseStudy(request: StudyRequest, users: UserModules = noUserModules): StudyChoices {
  const {
    recipe,
    recipes,
    inits,
    models: written,
    modelInput,
    modelOutput,
    problems,
    ofGroups,
    baseline,
    probe,
    tuning,
    ...rest
  } = request;
  const names = { input: modelInput, output: modelOutput };
  mustHaveOptions(names, written, users);
  const models = written.map((text): { text: string; choice: ModelChoice } => {
    const choice = chooseModel(text, users, names);
    const changed = overrideRecipe(choice.recipe, recipe);
    // A change that does not fit a network's optimizer is refused here, before any work.
    for (const one of recipes) mustReach(choice.label, changed, recipe, one);
    return { text, choice: { ...choice, recipe: changed } };
  });
  mustDiffer(
    "network",
    models.map(({ text, choice }) => [text, choice.label]),
  );
  const methods = inits.flatMap((text): Method[] => {
    const initializer = chooseInitializer(text, users);
    return recipes.map((one) => ({
      label: methodLabel(initializer.label, one, recipes.length),
      initializer,
      recipe: one,
    }));
  });
  mustDiffer(
    "method",
    methods.map(({ label }) => [label, label]),
  );
  return {
    ...rest,
    ...(baseline === undefined ? {} : { baseline: baselineOf(baseline, methods) }),
    ...(probe ? { probe } : {}),
    ...(tuning && { tuning }),
    models: models.map(({ choice }) => choice),
    methods,
    ofGroups: methods.filter(({ initializer }) => ofGroups.includes(initializer.label)).map(({ label }) => label),
    problems: problemsOf(request.data, models, problems),
  };
}

/** Refuses names of inputs and outputs where no network of the study has such an option. */
function mustHaveOptions(
  names: Readonly<Record<string, string | undefined>>,
  written: readonly string[],
  users: UserModules,
): void {
  for (const [option, name] of Object.entries(names)) {
    if (name === undefined || users.models.some(({ model }) => Object.hasOwn(model.options, option))) continue;
    throw new InputError(
      `The model's ${option} "${name}" is for networks in .onnx files, and the study has none: ${written.join(", ")}.`,
    );
  }
}

/** The label of the method that the others are compared with. */
function baselineOf(written: string, methods: readonly Method[]): string {
  const labels = methods.map(({ label }) => label);
  const isMeant = ({ label, initializer }: Method) =>
    label === written || initializer.label === written || initializer.name === written;
  const meant = labels.includes(written) ? [written] : methods.filter(isMeant).map(({ label }) => label);
  if (meant.length === 0) throw unknownName("baseline", written, labels);
  if (meant.length > 1) {
    throw new InputError(`The baseline "${written}" may be ${meant.join(" or ")}: give one of these as the baseline.`);
  }
  if (methods.length === 1) {
    throw new InputError(`The baseline ${written} is the only method: name other initializers to compare with it.`);
  }
  return meant[0]!;
}

/** "he"; "he [adam, lr 0.001]" where several recipes are compared. */
function methodLabel(initializer: string, recipe: Method["recipe"], recipes: number): string {
  return recipes === 1 ? initializer : `${initializer} [${describeOverrides(recipe)}]`;
}

function mustDiffer(kind: string, labels: readonly (readonly [written: string, label: string])[]): void {
  const seen = new Map<string, string>();
  for (const [written, label] of labels) {
    const before = seen.get(label);
    if (before !== undefined) {
      const both = before === written ? `"${written}"` : `"${before}" and "${written}" (both are ${label})`;
      throw new InputError(`The study has the ${kind} ${both} twice; name it once.`);
    }
    seen.set(label, written);
  }
}

/** The pairs that are trained, in the order of data sets and networks. */
function problemsOf(
  data: readonly string[],
  models: readonly { readonly text: string; readonly choice: ModelChoice }[],
  pairs: readonly Problem[] | undefined,
): Problem[] {
  const texts = models.map(({ text }) => text);
  for (const pair of pairs ?? []) {
    if (!data.includes(pair.data)) throw unknownName("data set of a problem", pair.data, data);
    if (!texts.includes(pair.model)) throw unknownName("model of a problem", pair.model, texts);
  }
  const [sets, networks] = [pairs?.map((pair) => pair.data), pairs?.map((pair) => pair.model)];
  mustBeInPairs("data", data, sets);
  mustBeInPairs("models", texts, networks);
  const isPair = (set: string, text: string) =>
    pairs === undefined || pairs.some((pair) => pair.data === set && pair.model === text);
  return data.flatMap((set) =>
    models.filter(({ text }) => isPair(set, text)).map(({ choice }) => ({ data: set, model: choice.label })),
  );
}

function mustBeInPairs(key: string, names: readonly string[], inPairs: readonly string[] | undefined): void {
  const idle = inPairs && names.find((one) => !inPairs.includes(one));
  if (idle === undefined) return;
  throw new InputError(`${idle} is in no pair of problems and would be left out; add a pair, or take it from ${key}.`);
}

/** A study and its cells, in the order in which they are reported: problem, method, seed. */
export interface PlannedStudy {
  /** The study as plain data. */
  readonly study: Study;
  /** All cells, in the order of problem, method and seed. */
  readonly cells: readonly Cell[];
}

/** A study that was just planned. */
export interface NewStudy extends PlannedStudy {
  /** Sentences on the methods of groups that were left out, as they do not fit. */
  readonly leftOut: readonly string[];
}

/**
 * The study of these choices on these data sets, with all its cells.
 *
 * @param data descriptions of the data sets that `choices.data` names, in any order
 * @param users the same as for `chooseStudy`
 * @throws InputError where `limit` or `validation` exceed a data set, a method is seen not to fit a
 *   network, or a single method is to race
 * @throws ShapeError where a network does not fit a data set
 */
export function planStudy(
  choices: StudyChoices,
  data: readonly DataDescription[],
  users: UserModules = noUserModules,
): NewStudy {
  const { ofGroups, tuning, ...rest } = choices;
  const sets = choices.data.map((name) => data.find((one) => one.name === name)!);
  const design = tuning && { tuning: { ...tuning, guesses: [] } };
  const study: Study = { resultsVersion: RESULTS_VERSION, ...rest, ...design, data: sets };
  if (study.race !== undefined) return plannedRace(study, ofGroups, users);
  const misfits = new Map(study.problems.flatMap((problem) => misfitsOf(study, problem, users)));
  for (const [label, error] of misfits) if (!ofGroups.includes(label) || label === choices.baseline) throw error;
  const methods = study.methods.filter(({ label }) => !misfits.has(label));
  if (methods.length === 0) throw [...misfits.values()][0]!;
  const fitting = guessed({ ...study, methods });
  const leftOut = [...misfits.values()].map(({ message }) => `Left out of its group: ${message}`);
  return { study: fitting, cells: cellsOf(fitting), leftOut };
}

/** A race goes on without the methods that do not fit a problem, and says why. */
function plannedRace(study: Study, ofGroups: readonly string[], users: UserModules): NewStudy {
  const { race, methods, problems } = study;
  if (methods.length < FEWEST_RACERS) {
    throw new InputError(
      `A race needs two methods at least, and there is one: ${methods[0]!.label}. Name other initializers, or leave out untilDecided (--until-decided).`,
    );
  }
  const nonStarters = problems.flatMap((problem) => nonStartersOf(study, problem, users));
  const starts = ({ label }: Method) => nonStarters.filter(({ method }) => method === label).length < problems.length;
  const isOfGroup = ({ label }: Method) => ofGroups.includes(label);
  // A method that only a group names, and that races nowhere, is no method of the study.
  const racing = methods.filter((method) => starts(method) || !isOfGroup(method));
  const recorded = nonStarters.filter(({ method }) => racing.some(({ label }) => label === method));
  const raced = guessed({
    ...study,
    methods: racing,
    race: { ...race!, ...(recorded.length === 0 ? {} : { nonStarters: recorded }) },
  });
  const reasons = new Set(nonStarters.map(({ method, reason }) => `${method} does not race: ${reason}.`));
  return { study: raced, cells: cellsOf(raced), leftOut: [...reasons] };
}

/** A study whose grids begin at the recipe's rate, where it tunes rates: nothing was measured. */
function guessed(study: Study): Study {
  if (study.tuning === undefined) return study;
  const { epochs } = study.tuning;
  const shorter = study.models.find(({ recipe }) => epochs !== undefined && epochs > recipe.epochs);
  if (shorter !== undefined) {
    throw new InputError(
      `tuningEpochs (--tuning-epochs) is ${epochs}, and ${shorter.label} trains for ${shorter.recipe.epochs}. Tuning runs cannot be longer than final ones: use ${shorter.recipe.epochs} at most, or leave it out.`,
    );
  }
  const first = cellsOf({ ...study, seeds: [study.tuning.seeds[0]!], tuning: undefined });
  const guesses = study.problems.flatMap(({ data, model }, p) =>
    study.methods.map(({ label: method }, m) => ({
      data,
      model,
      method,
      step: 0,
      curvature: null,
      reason: "nothing was measured",
      cell: first[p * study.methods.length + m]!.id,
    })),
  );
  return { ...study, tuning: { ...study.tuning, guesses } };
}

/**
 * A study with other first guesses, and the cells of these grids.
 *
 * @param guesses one per problem and method
 */
export function withGuesses(planned: NewStudy, guesses: readonly RateGuess[]): NewStudy {
  const { tuning } = planned.study;
  if (tuning === undefined) return planned;
  const study = { ...planned.study, tuning: { ...tuning, guesses } };
  return { ...planned, study, cells: cellsOf(study) };
}

/**
 * What a user should know of the networks of a study: how they read the data, for example. Empty
 * for most.
 */
export function networkNotes({ problems, models, data }: Study, users: UserModules = noUserModules): string[] {
  return problems.flatMap((problem) => {
    const choice = models.find(({ label }) => label === problem.model)!;
    const { shape, classes } = data.find(({ name }) => name === problem.data)!;
    const notes = modelOf(choice, users).notes?.({ input: shape, classes }, choice.options) ?? [];
    return notes.map((note) => `${problem.model} on ${problem.data}: ${note}.`);
  });
}
