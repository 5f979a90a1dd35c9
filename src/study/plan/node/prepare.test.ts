import { expect, it } from "vitest";
import { glyphs } from "../../../data/glyphs.js";
import { InputError } from "../../../errors.js";
import { he } from "../../../initializers/index.js";
import { findModel } from "../../../network/models/index.js";
import type { StudyOptions } from "../options.js";
import { choose } from "./prepare.js";

it.each([
  ["inits", { inits: ["zero", he] }, "he"],
  ["inits", { inits: he }, "he"],
  ["models", { models: [findModel("mlp")] }, "mlp"],
  ["data", { data: glyphs() }, "glyphs"],
])("refuses objects in %s, with the remedy", async (key, options, name) => {
  const attempt = choose(options as unknown as StudyOptions);
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(
    `The study's ${key} has an object ("${name}"): worker processes cannot be sent objects. Pass a name or the path ` +
      'of a file, or use compare() of "stepzero", which trains in this process.',
  );
});

it("takes names", async () => {
  const { choices } = await choose({ data: "glyphs", models: "mlp", inits: ["he"] });
  expect(choices.methods.map(({ label }) => label)).toEqual(["he"]);
});
