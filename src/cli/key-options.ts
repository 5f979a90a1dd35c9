/** Keys of a study as options of the command line. */
import type { OptionDefinition, OptionTexts } from "./command.js";
import { nameList, oneOf, realNumber, wholeNumber } from "./option-values.js";

/** How a key of a study is typed, and what holds without it. */
export interface KeyOption extends Pick<OptionDefinition, "name" | "value" | "list" | "default"> {
  /** What it does, where the schema's words are for study files. */
  readonly help?: string | undefined;
  /** The key's value, from the texts of the command line. */
  readonly read: (options: OptionTexts) => unknown;
}

/** Names, separated by commas. */
export const names = (name: string, standard: string): KeyOption => ({
  name,
  value: "A,B",
  list: true,
  default: standard,
  read: (options) => nameList(options, name),
});

/** Any text. */
export const text = (name: string, standard: string): KeyOption => ({
  name,
  value: "NAME",
  default: standard,
  read: (options) => options.get(name),
});

/** One of a few names. */
export const choice = (name: string, legal: readonly string[], standard: string): KeyOption => ({
  name,
  value: "NAME",
  default: standard,
  read: (options) => oneOf(options, name, legal, `value of --${name}`),
});

/** A whole number. */
export const whole = (name: string, low: number, high: number, standard: string): KeyOption => ({
  name,
  value: "N",
  default: standard,
  read: (options) => wholeNumber(options, name, low, high),
});

/** A real number. */
export const real = (name: string, range: Parameters<typeof realNumber>[2], standard: string): KeyOption => ({
  name,
  value: "X",
  default: standard,
  read: (options) => realNumber(options, name, range),
});
