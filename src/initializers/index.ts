/** The initializers, their table, and what they are made of. */

export { activationAware, edgeOfChaos } from "./critical.js";
export { dataDrivenInitializers } from "./data-driven/methods.js";
export type {
  AffineLayer,
  Batch,
  InitializableNetwork,
  Objective,
  ObjectiveContext,
  Passes,
  UnitStatistics,
  Weights,
} from "./data-driven/network.js";
export { type PreparedWeights, prepareWeights } from "./data-driven/prepare-weights.js";
export { kerasDefault, pytorchDefault } from "./defaults.js";
export { type DrawOptions, draw, kernelTensor } from "./draw.js";
export { type Family, families, familyOf } from "./families.js";
export { type Fans, fans, frameworkFans, jaxFans, kerasFans } from "./fans.js";
export { frameworkMethods } from "./frameworks/index.js";
export { constant, identity, idInit, ones, zeroHadamard } from "./identity.js";
export { initialWeights } from "./initial-weights.js";
export {
  type AnyInitializer,
  type DataDrivenInitializer,
  type Initializer,
  type InitializerOptions,
  isDataDriven,
  type MethodDescription,
  type NetworkContext,
  type OptimizerName,
  type OptionSpecification,
  type Prepared,
  type Reference,
  type Requirement,
  type TensorRole,
  type TensorSpecification,
} from "./initializer.js";
export { learningRateMultipliersOf } from "./learning-rates.js";
export * from "./linear-algebra/index.js";
export { type LearningRateOptions, learningRateMultipliers, mup } from "./mup.js";
export { normal, truncatedNormal, uniform, varianceScalingMethod } from "./noise-methods.js";
export { completeInitializerOptions } from "./options.js";
export * from "./orthogonal/index.js";
export * from "./residual/index.js";
export { glorotNormal, glorotUniform, he, heUniform, lecunNormal, lecunUniform, xavierFanIn } from "./scaled.js";
export { random, standardNormal, zero } from "./simple.js";
export {
  allInitializers,
  type ChosenInitializer,
  findInitializer,
  formatInitializer,
  initializers,
  parseInitializer,
} from "./table.js";
export * from "./transformer/index.js";
export { nguyenWidrow, randomWalk, siren, sparse } from "./unit-noise.js";
export { type VarianceScaling, varianceScaling } from "./variance-scaling.js";
