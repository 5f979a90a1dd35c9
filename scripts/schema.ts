/**
 * Writes the schemas that others read: schemas/study.schema.json, by which editors check and
 * complete study files, and those of what `plan --json`, `doctor --json` (of one model, and
 * of two files) and `recommend --json` print: npm run docs.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { doctorFilesSchema, doctorSchema } from "../src/diagnosis/output-schema.js";
import { recommendationSchema, recommendFormat } from "../src/recommend/recommendation.js";
import { studyOptionsSchema } from "../src/study/plan/options.js";
import { planSchema } from "../src/study/results/plan-schema.js";

mkdirSync("schemas", { recursive: true });
const schemas = {
  study: z.toJSONSchema(studyOptionsSchema, { io: "input" }),
  plan: z.toJSONSchema(planSchema),
  doctor: z.toJSONSchema(doctorSchema),
  "doctor-files": z.toJSONSchema(doctorFilesSchema),
  recommend: z.toJSONSchema(recommendationSchema.extend({ format: z.literal(recommendFormat) })),
};
for (const [name, schema] of Object.entries(schemas)) {
  const file = `schemas/${name}.schema.json`;
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  // `npm run check` holds the file to the format of biome.
  execFileSync("npx", ["biome", "format", "--write", file], { stdio: ["ignore", "ignore", "inherit"] });
}
