/** The random graphs of every gradient rule, in one table. */
import type { CheckTable } from "../check.js";
import { activations } from "./activations.js";
import { convolution } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { indexing } from "./indexing.js";
import { normalization } from "./normalization.js";
import { pooling } from "./pooling.js";
import { products } from "./products.js";
import { recurrent } from "./recurrent.js";
import { reduction } from "./reduction.js";
import { reshaping } from "./reshaping.js";
import { resize } from "./resize.js";
import { softmax } from "./softmax.js";

export const checks: CheckTable = {
  ...activations,
  ...convolution,
  ...elementwise,
  ...indexing,
  ...normalization,
  ...pooling,
  ...products,
  ...recurrent,
  ...reduction,
  ...reshaping,
  ...resize,
  ...softmax,
};
