/**
 * Every initializer of stepzero as an object of its own, one name per method. `findInitializer` of
 * "stepzero/initializers" finds them by the names of the command line, and those of frameworks too.
 *
 * @module stepzero/methods
 */
export { activationAware, circularOrthogonal, constant, deepNorm, deltaOrthogonal, edgeOfChaos, fixup, glorotNormal, glorotUniform, gpt2, gradinit, he, heUniform, identity, idInit, kerasDefault, kmeansFilters, krahenbuhl, lecunNormal, lecunUniform, looksLinear, lsuv, metainit, mimetic, mup, nguyenWidrow, normal, ones, orthogonal, pcaFilters, pytorchDefault, random, randomWalk, rezero, scaleCorrectedUniformOrthogonal, siren, skipInit, sparse, standardNormal, tFixup, truncatedNormal, uniform, varianceScalingMethod, weightNorm, whitening, xavierFanIn, zero, zeroGamma, zeroHadamard, } from "../initializers/index.js";
