/**
 * The family "scaled noise": independent draws, or draws per unit, of a size that the layer
 * decides.
 */
export { normal, random, standardNormal, uniform } from "./fixed-size.js";
export { glorotNormal, glorotUniform } from "./glorot.js";
export { he, heUniform } from "./he.js";
export { lecunNormal, lecunUniform, xavierFanIn } from "./lecun.js";
export { nguyenWidrow } from "./nguyen-widrow.js";
export { randomWalk } from "./random-walk.js";
export { sparse } from "./sparse.js";
export { truncatedNormal } from "./truncated-normal.js";
export { varianceScalingMethod } from "./variance-scaling-method.js";
