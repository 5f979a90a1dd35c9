/** `study.json` in format 1, of results version 3 and before. */
import { z } from "zod";
import { idSchema, label, seedSchema } from "../../plan/stored-schema.js";
import { plannedFields3, studyFromVersion3 } from "../../plan/version-3.js";
import { checked } from "./signed-json.js";
const schema = z.strictObject({
    format: z.literal(1),
    study: z.strictObject({ resultsVersion: z.int().min(1), ...plannedFields3 }),
    cells: z.array(z.strictObject({ id: idSchema, data: label, model: label, init: label, seed: seedSchema })),
});
/**
 * The study as today's form has it, and the ids in the order of problem, method and seed.
 *
 * @throws InputError for values that stepzero did not write
 */
export function readStudy1(content, file) {
    const { study, cells } = checked(schema, content, file);
    const key = (...parts) => JSON.stringify(parts);
    const idAt = new Map(cells.map(({ id, data, model, init, seed }) => [key(data, model, init, seed), id]));
    const ids = study.problems.flatMap(({ data, model }) => study.inits.flatMap(({ label: init }) => study.seeds.flatMap((seed) => idAt.get(key(data, model, init, seed)) ?? [])));
    return { study: studyFromVersion3(study), ids };
}
