/** Frameworks' initializers and defaults, today's and yesterday's, bug for bug. */
import type { Initializer } from "../../initializer.js";
import { jaxMethods } from "./jax.js";
import { kerasMethods } from "./keras.js";
import { pytorchMethods } from "./pytorch.js";

export const frameworkMethods: readonly Initializer[] = [...pytorchMethods, ...kerasMethods, ...jaxMethods];
