/** The family "orthogonal". */
export { circularOrthogonal } from "./circular.js";
export { looksLinear } from "./looks-linear.js";
export { deltaOrthogonal, orthogonal, scaleCorrectedUniformOrthogonal } from "./orthogonal.js";
