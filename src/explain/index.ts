/** Frameworks' defaults and methods explained layer by layer, and the tables of all names. */
export type { Distribution } from "./distribution.js";
export { explainFramework, type FrameworkExplanation, type LayerOfFramework } from "./explain-framework.js";
export { explainLayer, type LayerExplanation, type ReluFactors } from "./explain-layer.js";
export { explainMethod, type MethodOnLayer } from "./explain-method.js";
export {
  type Defect,
  type FrameworkDefaults,
  type FrameworkName,
  findFramework,
  frameworks,
  issueLink,
} from "./frameworks.js";
export { type DescribedLayer, parseLayers } from "./layers.js";
export {
  type ListedData,
  type ListedInitializer,
  type ListedModel,
  type ListedOption,
  type Listing,
  listing,
  listingKinds,
} from "./listing.js";
export { type DescribedMethod, type MethodCard, type MethodKind, methodCard } from "./method-card.js";
