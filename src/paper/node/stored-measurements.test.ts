/** A folder of a reproduction that somebody else made: its measurements are data, never trusted. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { glyphs } from "../../data/index.js";
import { InputError } from "../../errors.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { RESULTS_VERSION } from "../../study/plan/study.js";
import { measureStepZero, measureSymmetry } from "../measure.js";
import { readMeasurements } from "./stored-measurements.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-measurements-"));
const file = join(folder, "measurements.json");
afterAll(() => rmSync(folder, { recursive: true }));

const { runtime } = await loadRuntime();
const dataset = glyphs();
const symmetry = [await measureSymmetry(runtime, dataset, "mlp:depth=2,width=8", 4)];
const stepZero = await measureStepZero(runtime, dataset);
const stored = {
  resultsVersion: RESULTS_VERSION,
  data: ["glyphs"],
  measurements: { symmetry, stepZero, runtime: runtime.description },
};
const read = (text: string) => {
  rmSync(file, { force: true });
  writeFileSync(file, text);
  return readMeasurements(folder);
};

it("are read as they were written; none where there are none, or of another version", () => {
  expect(readMeasurements(folder)).toBeUndefined();
  expect(stepZero.length).toBeGreaterThan(10);
  expect(read(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify(stored)));
  expect(read(JSON.stringify({ ...stored, resultsVersion: RESULTS_VERSION - 1 }))).toBeUndefined();
});

const changed = (part: object) =>
  JSON.stringify({ ...stored, measurements: { ...stored.measurements, stepZero: [{ ...stepZero[0], ...part }] } });

it.each([
  ["no JSON", "{", "cannot be read as JSON"],
  ["nothing", "null", "has values that stepzero does not write"],
  ["data that are no list", JSON.stringify({ ...stored, data: 5 }), "(data: Invalid input"],
  ["a share above 1", changed({ saturated: [5] }), "stepZero[0].saturated[0]: Too big"],
  ["a norm below 0", changed({ gradientNorms: [-1] }), "stepZero[0].gradientNorms[0]: Too small"],
  ["more than is written", changed({ more: 1 }), 'Unrecognized key: "more"'],
])("%s is refused in words", (_, text, message) => {
  expect(() => read(text)).toThrow(InputError);
  expect(() => read(text)).toThrow(message);
});

it("links are not followed", () => {
  rmSync(file, { force: true });
  symlinkSync("/dev/zero", file);
  expect(() => readMeasurements(folder)).toThrow("is a symbolic link, expected a regular file");
});
