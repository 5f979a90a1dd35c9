/**
 * Runs the examples 0.mjs … of a folder one after the other. Writes what they throw to errors.json.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, count] = process.argv.slice(2);

globalThis.fetch = () => Promise.reject(new Error("examples run offline: use what the package brings"));
for (const method of ["log", "table", "info", "error", "warn"]) console[method] = () => {};

globalThis.checkValue = (value, expected, claim) => {
  if (!isLike(value, expected)) throw new Error(`the example says ${claim}, but the value is ${show(value)}`);
  return value;
};

function isLike(value, expected) {
  if ("exactly" in expected) return value === expected.exactly;
  if ("number" in expected) return Math.abs(value - expected.number) <= expected.tolerance;
  if ("items" in expected) {
    const items = expected.items;
    return value?.length === items.length && items.every((item, i) => isLike(value[i], item));
  }
  return Object.entries(expected.fields).every(([key, field]) => isLike(value?.[key], field));
}

function show(value) {
  try {
    return JSON.stringify(value)?.slice(0, 200) ?? String(value);
  } catch {
    return String(value);
  }
}

const errors = {};
for (let i = 0; i < Number(count); i++) {
  try {
    await import(pathToFileURL(join(folder, `${i}.mjs`)).href);
  } catch (error) {
    errors[i] = error instanceof Error ? error.message.slice(0, 300) : String(error);
  }
}
writeFileSync(join(folder, "errors.json"), JSON.stringify(errors));
process.exit(0);
