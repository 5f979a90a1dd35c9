/**
 * Writes schemas/study.schema.json, by which editors check and complete study files: npm run docs.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { studyOptionsSchema } from "../src/study/plan/options.js";

mkdirSync("schemas", { recursive: true });
const schema = z.toJSONSchema(studyOptionsSchema, { io: "input" });
const file = "schemas/study.schema.json";
writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
// `npm run check` holds the file to the format of biome.
execFileSync("npx", ["biome", "format", "--write", file], { stdio: ["ignore", "ignore", "inherit"] });
