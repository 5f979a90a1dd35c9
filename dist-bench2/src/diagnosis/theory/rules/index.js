import { attention } from "./attention.js";
import { elementwise } from "./elementwise.js";
import { movement } from "./movement.js";
import { normalization } from "./normalization.js";
import { pooling } from "./pooling.js";
import { products } from "./products.js";
/** One rule per operator. */
export const rules = new Map(Object.entries({ ...products, ...elementwise, ...movement, ...pooling, ...normalization, ...attention }));
