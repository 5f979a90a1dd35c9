/** The rules of the theory by operator. Elementwise functions of one signal need none. */
import type { Rule } from "../state.js";
import { attention } from "./attention.js";
import { elementwise } from "./elementwise.js";
import { movement } from "./movement.js";
import { normalization } from "./normalization.js";
import { parts } from "./parts.js";
import { pooling } from "./pooling.js";
import { products } from "./products.js";

/** One rule per operator. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...products, ...elementwise, ...movement, ...parts, ...pooling, ...normalization, ...attention }),
);
