/** The initializers and networks that a study names: stepzero's own, and the user's. */
import { InputError } from "../../errors.js";
import {
  type AnyInitializer,
  allInitializers,
  findInitializer,
  formatInitializer,
  type MethodDescription,
  parseInitializer,
} from "../../initializers/index.js";
import {
  type ChosenModel,
  findModel,
  formatModel,
  type Model,
  models,
  parseModel,
} from "../../network/models/index.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { parseChoice, readOptions } from "../../options.js";
import type { Recipe } from "../../recipe.js";
import type { Choice, InitializerChoice, UserFile } from "./study.js";

/** A user's initializer: loaded from a file, or an object of the running program. */
export interface UserInitializer {
  /** As the study writes it, without options: "./mine.ts", or the object's name. */
  readonly written: string;
  /** The initializer itself. */
  readonly initializer: AnyInitializer;
  /** Left out for an object, which only the running program has. */
  readonly file?: UserFile | undefined;
}

/** A user's network, likewise. */
export interface UserModel {
  /** As the study writes it, without options: "./mine.ts", or the object's name. */
  readonly written: string;
  /** The network itself. */
  readonly model: Model;
  /**
   * The weights of an .onnx file that a trainer trains: there they do not depend on the data.
   */
  readonly tensors?: readonly TensorSpecification[] | undefined;
  /** Left out for an object, which only the running program has. */
  readonly file?: UserFile | undefined;
}

/** The user's initializers and networks that a study names. */
export interface UserModules {
  /** The user's networks. */
  readonly models: readonly UserModel[];
  /** The user's initializers. */
  readonly initializers: readonly UserInitializer[];
}

/** For studies of stepzero's own initializers and networks. */
export const noUserModules: UserModules = { models: [], initializers: [] };

/** A network's choice, with the network's own recipe. */
export type ChosenNetwork = Choice & { readonly recipe: Recipe };

/**
 * The network that a text names, with complete options.
 *
 * @param names values of the options `input` and `output` of the user's networks that have them;
 *   what the text says comes first
 * @throws InputError for an unknown name or option, with "did you mean"
 */
export function chooseModel(
  text: string,
  users: UserModules,
  names: Readonly<Record<string, string | undefined>> = {},
): ChosenNetwork {
  const user = users.models.find(isWrittenAs(text));
  mustBeFree("network", user?.written, user?.model.name, models);
  const { model, options } = user === undefined ? parseModel(text) : parseUserModel(user, text, names);
  const label = formatModel({ model, options });
  return { label, name: model.name, options, file: user?.file, recipe: model.recipe };
}

function parseUserModel(
  { model, written }: UserModel,
  text: string,
  names: Readonly<Record<string, string | undefined>>,
): ChosenModel {
  const { texts } = parseChoice(model.name + text.slice(written.length), "model");
  const values = Object.entries(names).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(model.options, name),
  );
  return {
    model,
    options: readOptions(model, { ...(Object.fromEntries(values) as Record<string, string>), ...texts }),
  };
}

/**
 * The initializer that a text names, with complete options.
 *
 * @throws InputError for an unknown name or option, with "did you mean"
 */
export function chooseInitializer(text: string, users: UserModules): InitializerChoice {
  const user = users.initializers.find(isWrittenAs(text));
  mustBeFree("initializer", user?.written, user?.initializer.name, allInitializers);
  const parsed =
    user === undefined
      ? parseInitializer(text)
      : parseInitializer(user.initializer.name + text.slice(user.written.length), [user.initializer]);
  const choice = {
    label: formatInitializer(parsed),
    name: parsed.initializer.name,
    options: parsed.options,
  };
  if (user === undefined) return choice;
  const { title, formula, summary } = user.initializer as Partial<MethodDescription>;
  const description = Object.fromEntries(
    Object.entries({ title, formula, summary }).filter(([, words]) => typeof words === "string" && words !== ""),
  );
  return { ...choice, file: user.file, description };
}

/**
 * The network of a choice.
 *
 * @throws InputError where no such network is loaded
 */
export function modelOf(choice: Choice, users: UserModules): Model {
  return userModelOf(choice, users)?.model ?? findModel(choice.name);
}

/** The user's network of a choice; undefined for one of stepzero's own. */
export function userModelOf({ name, file }: Choice, users: UserModules): UserModel | undefined {
  return users.models.find(isChoice({ name, file }, ({ model }) => model.name));
}

/**
 * The initializer of a choice.
 *
 * @throws InputError where no such initializer is loaded
 */
export function initializerOf({ name, file }: Choice, users: UserModules): AnyInitializer {
  const user = users.initializers.find(isChoice({ name, file }, ({ initializer }) => initializer.name));
  return user?.initializer ?? findInitializer(name);
}

/** Whether a text names this module, with options or without. */
function isWrittenAs(text: string): (user: { readonly written: string }) => boolean {
  return ({ written }) => text === written || text.startsWith(`${written}:`);
}

/** By its file; by its name where it is an object of the running program. */
function isChoice<T extends { readonly file?: UserFile | undefined }>(
  { name, file }: Pick<Choice, "name" | "file">,
  nameOf: (user: T) => string,
): (user: T) => boolean {
  return (user) =>
    file === undefined ? user.file === undefined && nameOf(user) === name : user.file?.path === file.path;
}

function mustBeFree(
  kind: string,
  written: string | undefined,
  name: string | undefined,
  builtIn: readonly { readonly name: string }[],
): void {
  if (name === undefined || !builtIn.some((one) => one.name === name)) return;
  throw new InputError(
    `${written}: the ${kind}'s name "${name}" is the name of one of stepzero's own; choose another name.`,
  );
}
