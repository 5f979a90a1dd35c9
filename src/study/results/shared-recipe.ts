/** The settings that all recipes of a problem share, for the line above a ranking. */
import type { Recipe } from "../../recipe.js";

/** Undefined where methods differ in it. */
export interface SharedRecipe {
  readonly epochs: number | undefined;
  readonly batch: number | undefined;
  readonly optimizer: Pick<Recipe["optimizer"], "kind" | "learningRate"> | undefined;
  /** "constant" where the recipes name none. */
  readonly schedule: string | undefined;
}

/** @param methods of one problem, at least one */
export function sharedRecipe(methods: readonly { readonly recipe: Recipe }[]): SharedRecipe {
  const shared = <T>(of: (recipe: Recipe) => T): T | undefined => {
    const [first, ...others] = methods.map(({ recipe }) => of(recipe));
    return others.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
  };
  return {
    epochs: shared(({ epochs }) => epochs),
    batch: shared(({ batch }) => batch),
    optimizer: shared(({ optimizer }) => optimizer),
    schedule: shared(({ schedule }) => schedule?.kind ?? "constant"),
  };
}
