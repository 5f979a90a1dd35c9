/** The initializers, their table, and what they are made of. */

export { type Fans, fans, frameworkFans, jaxFans, kerasFans } from "../network/fans.js";
export type { TensorRole, TensorSpecification } from "../network/parameter.js";
export { type DrawOptions, draw, kernelTensor } from "./draw.js";
export { type Family, families, familyOf } from "./families.js";
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
} from "./initializer.js";
export { learningRateMultipliersOf } from "./learning-rates.js";
export { activationAware, edgeOfChaos } from "./methods/critical.js";
export { dataDrivenInitializers } from "./methods/data-driven/methods.js";
export { kerasDefault, pytorchDefault } from "./methods/defaults.js";
export { frameworkMethods } from "./methods/frameworks/index.js";
export { constant, identity, idInit, ones, zeroHadamard } from "./methods/identity.js";
export { type LearningRateOptions, learningRateMultipliers, mup } from "./methods/mup.js";
export { normal, truncatedNormal, uniform, varianceScalingMethod } from "./methods/noise-methods.js";
export * from "./methods/orthogonal/index.js";
export * from "./methods/residual/index.js";
export {
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  lecunNormal,
  lecunUniform,
  xavierFanIn,
} from "./methods/scaled.js";
export { random, standardNormal, zero } from "./methods/simple.js";
export * from "./methods/transformer/index.js";
export { nguyenWidrow, randomWalk, siren, sparse } from "./methods/unit-noise.js";
export type {
  AffineLayer,
  Batch,
  InitializableNetwork,
  Objective,
  ObjectiveContext,
  Passes,
  UnitStatistics,
  Weights,
} from "./network.js";
export { completeInitializerOptions } from "./options.js";
export * from "./parts/linear-algebra/index.js";
export { type VarianceScaling, varianceScaling } from "./parts/variance-scaling.js";
export { type PreparedWeights, prepareWeights } from "./prepare-weights.js";
export {
  allInitializers,
  type ChosenInitializer,
  findInitializer,
  formatInitializer,
  initializers,
  parseInitializer,
} from "./table.js";
