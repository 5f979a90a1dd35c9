/** The family "by the activation": methods that go by what follows the layer. */
export { activationAware } from "./activation-aware.js";
export { edgeOfChaos } from "./edge-of-chaos.js";
export { siren } from "./siren.js";
