/** Reading a command line with cac: values stay the text they were, and what is unknown gets "did you mean". */
import { type CAC, cac } from "cac";
import { InputError, unknownName } from "../errors.js";
import type { CommandDefinition, GivenOptions, OptionDefinition } from "./command.js";
import { helpSections } from "./help.js";

/** What a command line asks for; undefined where cac has already answered it (`--help`, `--version`). */
export interface Request {
  readonly command: CommandDefinition;
  readonly args: readonly string[];
  readonly given: GivenOptions;
}

/**
 * @param argv the words after the program's name
 * @throws InputError for unknown commands and options, options without their value, options given twice
 */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
  version: string,
  width: number,
): Request | undefined {
  const cli = declare(commands, version, width);
  const definition = commands.find(({ name }) => name === argv.find((word) => !word.startsWith("-")));
  const parsed = cli.parse(["node", "stepzero", ...protect(argv, definition?.options ?? [])], { run: false });
  if (parsed.options.help || parsed.options.version) return undefined;
  if (definition === undefined) {
    if (parsed.args[0] !== undefined) {
      throw unknownName(
        "command",
        String(parsed.args[0]),
        commands.map(({ name }) => name),
      );
    }
    const stray = Object.keys(parsed.options).find((name) => name !== "--");
    if (stray !== undefined) throw new InputError(`A command must come first: stepzero COMMAND ${dashed(stray)} …`);
    cli.outputHelp();
    return undefined;
  }
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(parsed.options)) {
    if (key === "--") continue;
    const option = definition.options.find(({ name }) => name === kebab(key));
    if (option === undefined) {
      throw unknownName(
        `option of ${definition.name}`,
        dashed(key),
        definition.options.map(({ name }) => `--${name}`),
      );
    }
    if (value !== false) given.set(option.name, option.value === undefined ? "" : textOf(option, value));
  }
  const args = [...parsed.args.flat(), ...((parsed.options["--"] as readonly unknown[] | undefined) ?? [])].map(String);
  const allowed = definition.arguments === undefined ? 0 : definition.arguments.includes("...") ? Infinity : 1;
  if (args.length > allowed) {
    throw new InputError(
      `${definition.name} does not take "${args[allowed]}". Options begin with --; see stepzero ${definition.name} --help.`,
    );
  }
  return { command: definition, args, given };
}

function declare(commands: readonly CommandDefinition[], version: string, width: number): CAC {
  const cli = cac("stepzero");
  for (const definition of commands) {
    const command = cli.command(`${definition.name} ${definition.arguments ?? ""}`.trim(), definition.summary);
    for (const option of definition.options) command.option(usageOf(option), option.help);
    for (const example of definition.examples ?? []) command.example(`  $ ${example}`);
  }
  cli.help((sections) =>
    helpSections(
      sections,
      commands.find(({ name }) => name === cli.matchedCommandName),
      width,
    ),
  );
  cli.version(version);
  return cli;
}

/** "--data-dir <DIR>". */
export function usageOf({ name, value }: OptionDefinition): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`;
}

/** Stands before every value on its way through cac. */
const GUARD = "\u0001";

/**
 * cac reads `-1` as an option and `007` as 7. So every value is tied to its option and begins with a character that makes
 * it neither.
 */
function protect(argv: readonly string[], options: readonly OptionDefinition[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === "--") return [...words, ...argv.slice(i)];
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const takesValue = options.some((option) => option.value !== undefined && `--${option.name}` === name);
    if (!takesValue) words.push(word);
    else if (equals >= 0) words.push(`${name}=${GUARD}${word.slice(equals + 1)}`);
    else if (argv[i + 1] === undefined || argv[i + 1]!.startsWith("--")) words.push(word);
    else words.push(`${name}=${GUARD}${argv[++i]}`);
  }
  return words;
}

function textOf(option: OptionDefinition, value: unknown): string {
  const values = [value].flat().map((one) => (typeof one === "string" ? one.replace(GUARD, "") : ""));
  if (values.some((one) => one === "")) {
    throw new InputError(`--${option.name} needs a value: --${option.name} ${option.value}. ${option.help}`);
  }
  if (values.length > 1 && !option.list) {
    throw new InputError(`--${option.name} is given ${values.length} times (${values.join(", ")}); give it once.`);
  }
  return values.join(",");
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${kebab(name)}`;
}
