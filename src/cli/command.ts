/** What a command is. Read this first. Definitions load nothing else, so that `--help` is quick; `run` loads what it needs. */

export interface OptionDefinition {
  /** As typed, without the dashes: "data-dir". */
  readonly name: string;
  /** Placeholder of its value in the help; options without one are switches. */
  readonly value?: string;
  /** What it does and its default. */
  readonly help: string;
  /** May be given several times; the values are joined by commas. */
  readonly list?: boolean;
}

/** What was given on the command line, by option name; switches that were given are "". */
export type GivenOptions = ReadonlyMap<string, string>;

export interface CommandDefinition {
  readonly name: string;
  /** Its arguments, as cac writes them: "[what]"; "[...what]" takes any number. */
  readonly arguments?: string;
  readonly summary: string;
  readonly options: readonly OptionDefinition[];
  readonly examples?: readonly string[];
  /** @returns the exit code */
  readonly run: (args: readonly string[], given: GivenOptions) => Promise<number>;
}

/** Exit codes of every command. */
export const exitCodes = {
  done: 0,
  assertionFailed: 1,
  badInput: 2,
  /** Some cells crashed, were refused, or are missing. */
  incomplete: 3,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;
