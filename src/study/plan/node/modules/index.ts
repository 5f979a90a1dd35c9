/** Initializers and networks from files of the user's own. */
export { loadInitializer, loadModel, type UserFile, type UserInitializer, type UserModel } from "./load.js";
export { splitModulePath } from "./path.js";
