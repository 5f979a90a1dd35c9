/** Loads what cells name, each file once per process. */
import { InputError } from "../../../../errors.js";
import { initializerOf, modelOf, noUserModules } from "../../user-modules.js";
import { loadInitializer, loadModel } from "./load.js";
/** A loader that keeps what it loaded. */
export function userModuleLoader() {
    const initializers = new Map();
    const models = new Map();
    return {
        async initializer(choice) {
            if (choice.file === undefined)
                return initializerOf(choice, noUserModules);
            return (await unchanged(choice.file, initializers, loadInitializer)).initializer;
        },
        async model(choice) {
            if (choice.file === undefined)
                return modelOf(choice, noUserModules);
            return (await unchanged(choice.file, models, loadModel)).model;
        },
    };
}
async function unchanged({ path, sha256 }, loaded, load) {
    const module = loaded.get(path) ?? (await load(path));
    loaded.set(path, module);
    if (module.file.sha256 === sha256)
        return module;
    throw new InputError(`${path} was changed while the study ran; run the same command again.`);
}
