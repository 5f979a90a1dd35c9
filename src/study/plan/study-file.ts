/** A study as data: what stands in a .json, .yaml or .ts file, checked. `schemas/study.schema.json` is made from this. */
import { z } from "zod";
import { InputError } from "../../errors.js";
import { defined } from "./defined.js";
import type { StudyOptions } from "./specification.js";
import { problemsInWords } from "./study-file-problems.js";

const positive = z.number().positive();
const whole = z.int().min(1);
const seed = z.int().min(0);

const recipeFields = {
  epochs: whole.optional().describe("Passes over the training samples."),
  batch: whole.max(65_536).optional().describe("Samples a step."),
  optimizer: z.enum(["sgd", "adam", "adamw", "rmsprop", "adadelta"]).optional(),
  learningRate: positive.optional(),
  momentum: z.number().min(0).lt(1).optional().describe("Of sgd and rmsprop."),
  weightDecay: z.number().min(0).optional(),
  schedule: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("constant") }),
      z.strictObject({ kind: z.literal("step"), every: whole, factor: positive }),
      z.strictObject({ kind: z.literal("cosine"), final: z.number().min(0).max(1).exactOptional() }),
    ])
    .optional(),
  warmupSteps: z.int().min(0).optional().describe("Steps over which the learning rate grows linearly to its value."),
};

/** One name or path, or several. */
const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

export const studyFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    data: names.optional().describe("Data sets by name (stepzero list data) or path."),
    models: names
      .optional()
      .describe('Networks, with options as "mlp:depth=10", or a file of your own as "./mine.ts".'),
    inits: names.optional().describe('Initializers, with options as "random:std=0.1", or "./mine.ts".'),
    problems: z
      .array(z.strictObject({ data: z.string().min(1), model: z.string().min(1) }))
      .min(1)
      .optional()
      .describe("Pairs of a data set and a network. Instead of data and models, or a choice among their pairs."),
    seeds: z
      .union([whole, z.array(seed).min(1), z.strictObject({ first: seed, count: whole })])
      .optional()
      .describe("How many (0, 1, …), which ones, or how many from which on."),
    limit: whole.optional().describe("Only the first so many training samples; the test set stays whole."),
    validation: whole.optional().describe("So many training samples are held out and evaluated after every epoch."),
    evaluateTrain: z
      .union([z.boolean(), z.enum(["last", "every"])])
      .optional()
      .describe("Also evaluate on the training samples, dropout off."),
    vary: z
      .enum(["all", "init", "order"])
      .optional()
      .describe("What the seed varies: all, only the initial weights, or only the run."),
    ...recipeFields,
    margin: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe("A difference in test accuracy that nobody would care about: 0.003 is 0.3 points."),
    target: z.number().gt(0).lt(1).optional().describe("The test accuracy to which epochs are counted."),
    training: z
      .array(z.strictObject(recipeFields))
      .min(1)
      .optional()
      .describe("Recipes to compare: each network is trained by each of them."),
  })
  .meta({ title: "A study of stepzero", description: "Data sets × networks × initializers × seeds × recipes." });

/** A study as it is written; `export default { … } satisfies StudyFile` in TypeScript. */
export type StudyFile = z.input<typeof studyFileSchema>;

/** The part of a study that was written down. */
export type WrittenStudy = Partial<StudyOptions>;

/**
 * Checks what stands in a study's file.
 *
 * @param source its name, for messages
 * @param place turns a path that is written in it ("./mine.ts") into one that can be opened
 * @throws InputError for an unknown key (with "did you mean"), a value that is not legal, a file that asks for nothing
 * @example
 * parseStudy({ data: "mnist", models: "mnist_cnn", inits: ["he", "zero"], seeds: 5 }, "study.yaml")
 */
export function parseStudy(
  value: unknown,
  source: string,
  place: (text: string) => string = (text) => text,
): WrittenStudy {
  const parsed = studyFileSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const knownKeys = (inRecipe: boolean) => Object.keys(inRecipe ? recipeFields : studyFileSchema.shape);
    throw new InputError(`${source} is not a study: ${problemsInWords(parsed.error, value, knownKeys)}`);
  }
  const {
    $schema: _,
    data,
    models,
    inits,
    problems,
    seeds,
    limit,
    validation,
    evaluateTrain,
    vary,
    margin,
    target,
    training,
    ...recipe
  } = parsed.data;
  if (Object.keys(parsed.data).every((key) => key === "$schema")) {
    throw new InputError(
      `${source} is not a study: it is empty. It may have ${Object.keys(studyFileSchema.shape).join(", ")}.`,
    );
  }
  const list = (given: string | readonly string[]) => {
    // On the command line commas separate; in a file that is a list. (Options have commas too: "random:std=0.1,…".)
    if (typeof given === "string" && given.includes(",") && !given.includes(":")) {
      throw new InputError(`${source}: "${given}" is read as one name; write a list: [${given}].`);
    }
    return [given].flat().map(place);
  };
  const pairs = problems?.map((one) => ({ data: place(one.data), model: place(one.model) }));
  const of = (given: typeof data, from: readonly string[] | undefined) =>
    given === undefined ? from && [...new Set(from)] : list(given);
  return defined({
    data: of(
      data,
      pairs?.map((one) => one.data),
    ),
    models: of(
      models,
      pairs?.map((one) => one.model),
    ),
    inits: inits === undefined ? undefined : list(inits),
    problems: pairs,
    seeds: seeds === undefined ? undefined : seedsOf(seeds),
    limit,
    validation,
    evaluateTrain,
    vary,
    margin,
    target,
    recipe: Object.keys(recipe).length === 0 ? undefined : defined(recipe),
    training: training?.map((one) => defined(one)),
  });
}

function seedsOf(seeds: number | readonly number[] | { readonly first: number; readonly count: number }): number[] {
  if (typeof seeds === "object" && !("count" in seeds)) return [...seeds];
  const { first, count } = typeof seeds === "number" ? { first: 0, count: seeds } : seeds;
  return Array.from({ length: count }, (_, i) => first + i);
}
