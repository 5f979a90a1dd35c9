/** Initializers and networks from the user's files. */
export { type LoadedInitializer, type LoadedModel, loadInitializer, loadModel } from "./load.js";
export { type UserModuleLoader, userModuleLoader } from "./loader.js";
export { splitModulePath } from "./path.js";
