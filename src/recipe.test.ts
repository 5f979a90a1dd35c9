import { expect, it } from "vitest";
import { InputError } from "./errors.js";
import { optimizerDefaults, optimizerName, optimizerNames } from "./recipe.js";

it("an optimizer's name is that of a text, a specification, and nothing else", () => {
  for (const name of optimizerNames) {
    expect(optimizerName(name)).toBe(name);
    expect(optimizerName({ kind: name, ...optimizerDefaults[name] })).toBe(name);
  }
  expect(() => optimizerName("adm")).toThrow('Unknown optimizer "adm"; did you mean "adam"?');
  expect(() => optimizerName({ name: "mine", update: () => {} })).toThrow(
    'Optimizer "mine" is an object; a study needs a name',
  );
  expect(() => optimizerName("toString")).toThrow(InputError);
  expect(() => optimizerName(undefined)).toThrow(InputError);
});
