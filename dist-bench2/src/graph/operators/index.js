import { convolution } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { indexing } from "./indexing.js";
import { microsoft } from "./microsoft.js";
import { nchwc } from "./nchwc.js";
import { normalization } from "./normalization.js";
import { pooling } from "./pooling.js";
import { products } from "./products.js";
import { recurrent } from "./recurrent.js";
import { reduction } from "./reduction.js";
import { reshaping } from "./reshaping.js";
import { resize } from "./resize.js";
import { softmax } from "./softmax.js";
/** Every operator, by name. */
export const operators = new Map([
    elementwise,
    softmax,
    products,
    convolution,
    pooling,
    normalization,
    recurrent,
    reduction,
    reshaping,
    indexing,
    resize,
    microsoft,
    nchwc,
].flatMap((family) => family.map((operator) => [operator.name, operator])));
