export { explainFramework } from "./explain-framework.js";
export { explainLayer } from "./explain-layer.js";
export { explainMethod } from "./explain-method.js";
export { findFramework, frameworks, issueLink, } from "./frameworks.js";
export { parseLayers } from "./layers.js";
export { listing, listingKinds, } from "./listing.js";
export { methodCard } from "./method-card.js";
