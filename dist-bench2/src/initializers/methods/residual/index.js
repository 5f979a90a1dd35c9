/** The family "residual networks". */
export { fixup, fixupFactor, rezero, skipInit, zeroGamma } from "./residual.js";
