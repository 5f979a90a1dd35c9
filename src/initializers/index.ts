/** The initializers, their table, and their parts. */
export { type Fans, fans, frameworkFans, jaxFans, kerasFans } from "../network/fans.js";
export type { TensorRole, TensorSpecification } from "../network/parameter.js";
export {
  type ChoiceOption,
  type Configurable,
  choice,
  completeOptions,
  defineOptions,
  formatChoice,
  integer,
  legalValues,
  type NumberOption,
  type OptionDescription,
  type OptionDescriptions,
  type OptionValue,
  type OptionValues,
  type PartialOptions,
  parseChoice,
  readOptions,
  real,
  type WrittenChoice,
} from "../options.js";
export {
  type AnyInitializer,
  type DataDrivenInitializer,
  defineDataDrivenInitializer,
  isDataDriven,
  type Prepared,
} from "./data-driven-initializer.js";
export { type DrawOptions, draw, kernelTensor } from "./draw.js";
export { initialWeights } from "./initial-weights.js";
export { defineInitializer, type Initializer, type InitializerDefinition, type NetworkContext } from "./initializer.js";
export { learningRateMultipliersOf } from "./learning-rates.js";
export type { MethodDescription, Reference } from "./method-description.js";
export { activationAware, edgeOfChaos, siren } from "./methods/by-activation/index.js";
export { constant, identity, idInit, ones, zero, zeroHadamard } from "./methods/constant/index.js";
export {
  dataDrivenInitializers,
  gradinit,
  kmeansFilters,
  krahenbuhl,
  lsuv,
  metainit,
  pcaFilters,
  weightNorm,
  whitening,
} from "./methods/data-driven/index.js";
export { frameworkMethods, kerasDefault, pytorchDefault } from "./methods/frameworks/index.js";
export {
  circularOrthogonal,
  deltaOrthogonal,
  looksLinear,
  orthogonal,
  scaleCorrectedUniformOrthogonal,
} from "./methods/orthogonal/index.js";
export { fixup, fixupFactor, rezero, skipInit, zeroGamma } from "./methods/residual/index.js";
export {
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  lecunNormal,
  lecunUniform,
  nguyenWidrow,
  normal,
  random,
  randomWalk,
  sparse,
  standardNormal,
  truncatedNormal,
  uniform,
  varianceScalingMethod,
  xavierFanIn,
} from "./methods/scaled-noise/index.js";
export {
  deepNorm,
  gpt2,
  type LearningRateOptions,
  learningRateMultipliers,
  mimetic,
  mup,
  tFixup,
} from "./methods/transformer/index.js";
export type {
  AffineLayer,
  Batch,
  InitializableNetwork,
  Objective,
  ObjectiveContext,
  Passes,
  UnitStatistics,
  Weights,
} from "./network-access.js";
export {
  haar,
  type Matrix,
  matrix,
  multiply,
  type QR,
  qr,
  type SVD,
  type SymmetricEigen,
  svd,
  symmetricEigen,
  transpose,
} from "./parts/linear-algebra/index.js";
export { type VarianceScaling, varianceScaling } from "./parts/variance-scaling.js";
export { type PreparedWeights, prepareWeights } from "./prepare-weights.js";
export type { Requirement } from "./requirements.js";
export {
  allInitializers,
  type ChosenInitializer,
  type FamilyName,
  findInitializer,
  formatInitializer,
  type InitializerFamily,
  initializerFamilies,
  initializers,
  isGroup,
  methodsOfGroup,
  parseInitializer,
} from "./table.js";
