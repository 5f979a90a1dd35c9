/** Checks the recipe of a user's network. */
import { z } from "zod";
import { InputError } from "../../../../errors.js";
import { optimizerDefaults, optimizerName } from "../../../../recipe.js";
import { recipeFields } from "../../recipe-overrides.js";
import { isObject, running } from "./exported.js";
const fields = {
    loss: z.enum(["cross-entropy", "mean-squared-error"]),
    schedule: recipeFields.schedule,
    warmupSteps: recipeFields.warmupSteps,
    batch: recipeFields.batch.unwrap(),
    epochs: recipeFields.epochs.unwrap(),
    augmentation: z.strictObject({ shift: z.number().min(0).max(1).optional(), flip: z.boolean().optional() }).optional(),
};
/**
 * The recipe of a user's network.
 *
 * @throws InputError naming the file, the field, and what is legal
 */
export function checkRecipe(recipe, source) {
    const kind = running(`${source}: the network's recipe`, () => optimizerName(isObject(recipe) ? recipe.optimizer : undefined));
    const settings = Object.entries(optimizerDefaults[kind]).map(([name, value]) => {
        const legal = typeof value === "boolean" ? z.boolean() : z.number().min(0);
        return [name, name === "learningRate" ? z.number().min(0) : legal.optional()];
    });
    const optimizer = z.strictObject({
        kind: z.literal(kind),
        weightDecay: z.number().min(0).optional(),
        ...Object.fromEntries(settings),
    });
    const parsed = z.strictObject({ ...fields, optimizer }).safeParse(recipe);
    if (parsed.success)
        return recipe;
    const [first] = z.prettifyError(parsed.error).replace(/^✖ /, "").split("\n✖ ");
    throw new InputError(`${source}: the network's recipe: ${first.replace(/\s+/g, " ")}.`);
}
