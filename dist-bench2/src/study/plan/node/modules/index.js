/** Initializers and networks from the user's files. */
export { loadInitializer, loadModel } from "./load.js";
export { userModuleLoader } from "./loader.js";
export { splitModulePath } from "./path.js";
