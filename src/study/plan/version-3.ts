/**
 * Studies of results version 3 and before, as today's. Their models had a recipe each, which a
 * label in brackets named where several were compared; what is now a method was an initializer.
 */
import { z } from "zod";
import {
  choiceFields,
  dataSchema,
  descriptionSchema,
  judgementFields,
  label,
  recipeSchema,
  seedSchema,
} from "./stored-schema.js";
import type { EvaluateTrain, InitializerChoice, ModelChoice, Study, Vary } from "./study.js";

/** A user's file, which repeated the label of the choice. */
interface File3 {
  readonly path: string;
  readonly sha256: string;
  readonly label: string;
}

/** A study as `study.json` and `compare --json` had it. */
export interface Study3 {
  readonly resultsVersion: number;
  readonly data: Study["data"];
  readonly models: readonly (Omit<ModelChoice, "file"> & { readonly file?: File3 | undefined })[];
  readonly inits: readonly (Omit<InitializerChoice, "file"> & { readonly file?: File3 | undefined })[];
  readonly seeds: readonly number[];
  readonly problems: Study["problems"];
  readonly limit?: number | undefined;
  readonly validation?: number | undefined;
  readonly evaluateTrain: EvaluateTrain | false;
  readonly vary: Vary;
  readonly margin?: number | undefined;
  readonly target?: number | undefined;
}

const choice3 = {
  ...choiceFields,
  file: z.strictObject({ path: label, sha256: z.string(), label }).optional(),
};

/** A study of version 3 and before, apart from its version. */
export const plannedFields3 = {
  data: z.array(dataSchema),
  models: z.array(z.strictObject({ ...choice3, recipe: recipeSchema })),
  inits: z.array(z.strictObject({ ...choice3, description: descriptionSchema.optional() })),
  seeds: z.array(seedSchema),
  ...judgementFields,
};

/**
 * Today's form of an old study. Models keep their labels ("mlp [adam, lr 0.001]") and recipes, and
 * each initializer becomes a method that changes no recipe.
 */
export function studyFromVersion3(study: Study3): Study {
  const { resultsVersion, data, seeds, problems, limit, validation, evaluateTrain, vary, margin, target } = study;
  return {
    resultsVersion,
    data,
    models: study.models.map(({ label, name, options, file, recipe }) => ({
      label,
      name,
      options,
      ...fileFrom(file),
      recipe,
    })),
    methods: study.inits.map(({ label, name, options, file, description }) => ({
      label,
      initializer: { label, name, options, ...fileFrom(file), description },
      recipe: {},
    })),
    problems,
    seeds,
    limit,
    validation,
    evaluateTrain,
    vary,
    margin,
    target,
  };
}

function fileFrom(file: File3 | undefined): Pick<ModelChoice, "file"> {
  return file === undefined ? {} : { file: { path: file.path, sha256: file.sha256 } };
}
