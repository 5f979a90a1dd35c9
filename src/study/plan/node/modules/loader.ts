/** Loads what cells name, each file once per process. */
import { InputError } from "../../../../errors.js";
import type { AnyInitializer } from "../../../../initializers/index.js";
import type { Model } from "../../../../network/models/index.js";
import type { Choice, UserFile } from "../../study.js";
import { initializerOf, modelOf, noUserModules } from "../../user-modules.js";
import { loadInitializer, loadModel } from "./load.js";

/**
 * Finds the initializers and networks that cells name: stepzero's own, and those in users' files.
 */
export interface UserModuleLoader {
  /** @throws InputError where the file was changed since the study was planned */
  initializer(choice: Choice): Promise<AnyInitializer>;
  /** @throws InputError likewise */
  model(choice: Choice): Promise<Model>;
}

/** A loader that keeps what it loaded. */
export function userModuleLoader(): UserModuleLoader {
  const initializers = new Map<string, Awaited<ReturnType<typeof loadInitializer>>>();
  const models = new Map<string, Awaited<ReturnType<typeof loadModel>>>();
  return {
    async initializer(choice) {
      if (choice.file === undefined) return initializerOf(choice, noUserModules);
      return (await unchanged(choice.file, initializers, loadInitializer)).initializer;
    },
    async model(choice) {
      if (choice.file === undefined) return modelOf(choice, noUserModules);
      return (await unchanged(choice.file, models, loadModel)).model;
    },
  };
}

async function unchanged<T extends { readonly file: UserFile }>(
  { path, sha256 }: UserFile,
  loaded: Map<string, T>,
  load: (path: string) => Promise<T>,
): Promise<T> {
  const module = loaded.get(path) ?? (await load(path));
  loaded.set(path, module);
  if (module.file.sha256 === sha256) return module;
  throw new InputError(`${path} was changed while the study ran; run the same command again.`);
}
