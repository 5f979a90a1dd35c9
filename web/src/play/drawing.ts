/**
 * What draws figures, in a file that is loaded once the page stands: Observable Plot is most of the
 * page's JavaScript.
 */
export { histogramFigures } from "../../../src/report/diagnosis/histogram-figures.js";
export { decisionSurface } from "../../../src/report/figures/decision-surface.js";
export { curveFigure } from "../../../src/report/figures/learning-curves.js";
export { stepLosses } from "../../../src/report/figures/step-losses.js";
export { probeFigures } from "../../../src/report/probe/probe-figures.js";
export { startFigures } from "../../../src/report/start/methods-by-depth.js";
export { phaseOfMethods } from "../../../src/report/start/phase-of-methods.js";
