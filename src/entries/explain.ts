/**
 * What the defaults of frameworks and the methods really do, layer by layer.
 *
 * @module stepzero/explain
 */
export {
  type Defect,
  type DescribedLayer,
  type DescribedMethod,
  type Distribution,
  explainFramework,
  explainLayer,
  explainMethod,
  type FrameworkDefaults,
  type FrameworkExplanation,
  type FrameworkName,
  findFramework,
  frameworks,
  issueLink,
  type LayerExplanation,
  type LayerOfFramework,
  type ListedData,
  type ListedInitializer,
  type ListedModel,
  type ListedOption,
  type Listing,
  listing,
  listingKinds,
  type MethodCard,
  type MethodKind,
  type MethodOnLayer,
  methodCard,
  parseLayers,
  type ReluFactors,
} from "../explain/index.js";
