/**
 * What a command is. Read this first. The table in `commands.ts` knows every command's name; a
 * command's file is loaded when the command line names it, and loads the library when it runs.
 */
import type { Terminal } from "./terminal/terminal.js";

/** One option of a command. */
export interface OptionDefinition {
  /** As typed, without the dashes: "data-dir". */
  readonly name: string;
  /** Placeholder of its value in the help, "DIR"; an option without one is a switch. */
  readonly value?: string | undefined;
  /** What it does, in one sentence or phrase. */
  readonly help: string;
  /** What holds without the option, as shown in the help; "no" for a switch. */
  readonly default: string;
  /** May be repeated; the values are joined by commas. @defaultValue false */
  readonly list?: boolean | undefined;
}

/** Options under one heading of the help. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionDefinition[];
}

/** The text of each option on the command line, by the option's name; a switch has "". */
export type OptionTexts = ReadonlyMap<string, string>;

/** What a command's file holds. */
export interface CommandDefinition {
  /** Three commands that work; the help begins with them. */
  readonly examples: readonly string[];
  /** What its argument is. */
  readonly argument?: string | undefined;
  readonly options: readonly OptionGroup[];
  /** @returns the exit code */
  readonly run: (args: readonly string[], options: OptionTexts, terminal: Terminal) => Promise<number>;
}

/** A command in the list of commands. */
export interface CommandEntry {
  readonly name: string;
  /** Its argument as the help shows it: "[study]"; "[folders...]" takes any number. */
  readonly argument?: string | undefined;
  /** One sentence without its full stop. */
  readonly summary: string;
  /** Heading in the list of commands. */
  readonly group: string;
  readonly load: () => Promise<CommandDefinition>;
}
