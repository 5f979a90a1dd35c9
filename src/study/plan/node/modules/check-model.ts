/** Checks a user's network, as a file exports it. */
import { InputError } from "../../../../errors.js";
import { type Model, plainRecipe } from "../../../../network/models/index.js";

/**
 * The network that a file exports. One without a recipe gets that of `defineNetwork`: SGD with rate
 * 0.05, batches of 128, 10 epochs.
 *
 * @throws InputError naming the file, what it exports and what is expected
 */
export function checkModel(exported: Readonly<Record<string, unknown>>, source: string): Model {
  const candidate = (exported.default ?? exported.network) as Partial<Model> | null | undefined;
  if (typeof candidate === "object" && candidate !== null && typeof candidate.build === "function") {
    if (typeof candidate.name === "string" && candidate.name !== "") {
      const { name, summary = "user-defined", options = {}, recipe = plainRecipe } = candidate;
      return { ...(candidate as Model), name, summary, options, recipe };
    }
    throw new InputError(
      `${source}: field "name" of the network is ${JSON.stringify(candidate.name)}, expected a text.`,
    );
  }
  const names = Object.keys(exported);
  throw new InputError(
    `${source} must export a network, as default or under the name "network": defineNetwork({ name, layers }); ` +
      `it exports ${names.length === 0 ? "nothing" : names.join(", ")}.`,
  );
}
