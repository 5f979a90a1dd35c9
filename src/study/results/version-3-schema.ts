/** The output of `compare --json` for results version 3 and before, as far as it is read. */
import { z } from "zod";
import { choiceFields, dataSchema, descriptionSchema, judgementFields, recipeSchema, runFields } from "./schema.js";

const label = z.string().min(1);
const { cost, notes, ...sharedFields } = runFields;
const choice = {
  ...choiceFields,
  file: z.strictObject({ path: label, sha256: z.string(), label }).optional(),
};

/** Its summary, verdicts and comparison over problems are not read; they are computed again. */
export const compareSchema3 = z.strictObject({
  study: z.strictObject({
    stepzero: z.string(),
    resultsVersion: z.int().min(1),
    runtimes: z.array(z.string()),
    data: z.array(dataSchema),
    models: z.array(z.strictObject({ ...choice, recipe: recipeSchema })),
    inits: z.array(z.strictObject({ ...choice, description: descriptionSchema.optional() })),
    seeds: z.array(z.int().min(0)),
    ...judgementFields,
  }),
  cells: z.array(
    z.strictObject({
      ...sharedFields,
      init: label,
      status: z.enum(["done", "diverged", "crashed", "refused"]),
      initializationCost: cost,
      initializationNotes: notes,
    }),
  ),
  summary: z.unknown(),
  verdicts: z.unknown(),
  across: z.unknown(),
});
