/**
 * Studies of results version 3 and before, as today's. Their models had a recipe each, which a
 * label in brackets named where several were compared; what is now a method was an initializer.
 */
import { z } from "zod";
import { choiceFields, dataSchema, descriptionSchema, judgementFields, label, recipeSchema, seedSchema, } from "./stored-schema.js";
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
export function studyFromVersion3(study) {
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
function fileFrom(file) {
    return file === undefined ? {} : { file: { path: file.path, sha256: file.sha256 } };
}
