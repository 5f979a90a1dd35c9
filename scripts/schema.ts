/**
 * Writes schemas/study.schema.json, by which editors check and complete study files: npm run docs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { studyOptionsSchema } from "../src/study/plan/options.js";

mkdirSync("schemas", { recursive: true });
const schema = z.toJSONSchema(studyOptionsSchema, { io: "input" });
writeFileSync("schemas/study.schema.json", `${JSON.stringify(schema, null, 2)}\n`);
