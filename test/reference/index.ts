/** Every reference kernel by operator, one file per family, as in `src/graph/operators/`. */
import { convolution } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { indexing } from "./indexing.js";
import type { Kernel } from "./kernel.js";
import { normalization } from "./normalization.js";
import { pooling } from "./pooling.js";
import { products } from "./products.js";
import { recurrent } from "./recurrent.js";
import { reduction } from "./reduction.js";
import { reshaping } from "./reshaping.js";
import { resize } from "./resize.js";
import { softmax } from "./softmax.js";

export const kernels: Readonly<Record<string, Kernel>> = {
  ...elementwise,
  ...softmax,
  ...products,
  ...convolution,
  ...pooling,
  ...normalization,
  ...recurrent,
  ...reduction,
  ...reshaping,
  ...indexing,
  ...resize,
};
