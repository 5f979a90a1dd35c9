/** Modules of a user's that leave the process, wait without end, or throw where nobody waits. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();

/** A study, or an initializer of zeros whose `initialize` does something first. */
function moduleFile(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}
const zerosAfter = (name: string, deed: string): string =>
  moduleFile(
    name,
    `export default { name: "mine", initialize: (_, { shape }) => {
      ${deed}
      return new Float32Array(shape.reduce((n, m) => n * m, 1));
    } };`,
  );

it.each([
  ["waits without end", "await new Promise(() => {}); export default {};", "waits for what never happens (await)"],
  ["leaves the process", "process.exit(0);", "a module called process.exit(0)"],
  ["rejects a promise", 'Promise.reject(new Error("no!")); export default { inits: "he" };', '"no!" was thrown'],
])("a study that %s is an error in words", (name, text, message) => {
  const { code, stderr } = stepzero(["compare", moduleFile(`study ${name}`, text), "--dry-run"]);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at |defect/);
  expect(code).toBe(2);
});

it.each([
  ["leaves", "process.exit(0);", "a module called process.exit(0)"],
  ["rejects", 'Promise.reject(new Error("no!"));', '"no!" was thrown where nothing waits for it'],
  ["throws later", 'process.nextTick(() => { throw new Error("no!"); });', '"no!" was thrown where nothing waits'],
])("an initializer that %s is an error in words", (name, deed, message) => {
  const out = join(folder, `${name}.npz`);
  const { code, stderr } = stepzero(["init", "--model", "mlp", "--init", zerosAfter(name, deed), "--out", out]);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

it("a timer of a module does not keep the command", () => {
  const out = join(folder, "timer.npz");
  const method = zerosAfter("timer", "setInterval(() => {}, 1000);");
  expect(stepzero(["init", "--model", "mlp", "--init", method, "--out", out]).code).toBe(0);
  expect(existsSync(out)).toBe(true);
}, 20_000);
