/**
 * Initializers: drawing weights, the table of methods, options, fans, and how to define a method.
 *
 * @module stepzero/initializers
 */
export { allInitializers, defineDataDrivenInitializer, defineInitializer, draw, fans, findInitializer, formatInitializer, frameworkFans, haar, initializerFamilies, initializers, initialWeights, isDataDriven, jaxFans, kerasFans, kernelTensor, learningRateMultipliersOf, matrix, multiply, parseInitializer, prepareWeights, qr, svd, symmetricEigen, transpose, varianceScaling, } from "../initializers/index.js";
export { choice, completeOptions, defineOptions, formatChoice, integer, legalValues, parseChoice, readOptions, real, } from "../options.js";
