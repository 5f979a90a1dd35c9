/**
 * What draws figures, in a file that is loaded once the page stands: Observable Plot is most of the
 * page's JavaScript.
 */
export { differences } from "../../../src/report/figures/differences.js";
export { finalValues } from "../../../src/report/figures/final-values.js";
export { curveFigure } from "../../../src/report/figures/learning-curves.js";
export { rateSensitivity } from "../../../src/report/figures/rate-sensitivity.js";
export { probeFigures } from "../../../src/report/probe/probe-figures.js";
