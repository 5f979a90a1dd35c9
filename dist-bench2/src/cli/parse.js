/**
 * Reads a command line. commander splits words into options and arguments; the messages about
 * mistakes are ours.
 */
import { CommanderError } from "commander";
import { excerpt, InputError, unknownName } from "../errors.js";
import { buildCommand, textsOf } from "./build-command.js";
const helpWords = ["--help", "-h"];
const versionWords = ["--version", "-V"];
/**
 * Loads the definition of the command that the words name, and of no other.
 *
 * @param argv the words after the program's name
 * @throws InputError for an unknown command or option, an option without its value, an option that
 * appears twice, an argument too many
 */
export async function parseCommandLine(argv, commands) {
    const [name, ...words] = argv;
    if (name === "help" && words.length > 0)
        return parseHelp(words, commands);
    if (name === undefined || name === "help" || helpWords.includes(name))
        return { kind: "overview" };
    if (versionWords.includes(name))
        return { kind: "version" };
    const names = commands.map((entry) => entry.name);
    if (name.startsWith("-")) {
        throw new InputError(`A command must come first: stepzero COMMAND ${name} …; got "${name}". Commands: ${names.join(", ")}.`);
    }
    const entry = commands.find((one) => one.name === name);
    if (entry === undefined)
        throw unknownName("command", name, names);
    return parseWords(words, entry, await entry.load());
}
/** "help COMMAND", which is the same as "COMMAND --help". */
function parseHelp([name = "", second], commands) {
    if (second === undefined)
        return parseCommandLine([name, "--help"], commands);
    throw new InputError(`help explains one command at a time; got "${excerpt(name)}" and "${excerpt(second)}".`);
}
function parseWords(words, entry, definition) {
    const command = buildCommand(entry, definition);
    const options = definition.options.flatMap((group) => group.options);
    const { operands, unknown } = splitWords(command, words, options);
    if (unknown.some((word) => helpWords.includes(word)))
        return { kind: "help", entry, definition };
    if (unknown[0] !== undefined)
        throw unknownOption(unknown[0], entry, options);
    checkArguments(operands, entry);
    const texts = options.flatMap((option) => {
        const typed = textsOf(command, option);
        return typed === undefined ? [] : [[option.name, oneText(option, typed, words)]];
    });
    return { kind: "run", definition, args: operands, options: new Map(texts) };
}
function splitWords(command, words, options) {
    try {
        return command.parseOptions([...words]);
    }
    catch (error) {
        const last = options.find(({ name }) => `--${name}` === words.at(-1));
        if (!(error instanceof CommanderError) || last === undefined)
            throw error;
        throw valueMissing(last);
    }
}
function valueMissing({ name, value, help }) {
    return new InputError(`--${name} needs a value: --${name} ${value}. ${help}.`);
}
function unknownOption(word, { name }, options) {
    const [typed = word] = word.split("=");
    if (options.some((option) => `--${option.name}` === typed)) {
        return new InputError(`${typed} is a switch and takes no value, got "${word}". Write ${typed} alone.`);
    }
    return unknownName(`option of ${name}`, typed, options.map((option) => `--${option.name}`), `stepzero ${name} --help`);
}
function checkArguments(args, { name, argument }) {
    const most = argument === undefined ? 0 : argument.includes("...") ? Number.POSITIVE_INFINITY : 1;
    if (args.length <= most)
        return;
    const legal = most === 0 ? "no argument" : `one argument, ${argument}`;
    throw new InputError(`${name} does not take "${args[most]}". It takes ${legal}; options begin with --. See stepzero ${name} --help.`);
}
/** The text of an option; a list's texts are joined by commas. */
function oneText(option, typed, words) {
    const { name, value, list } = option;
    if (value === undefined)
        return "";
    // commander takes any next word as the value; one with two dashes is the next option, unless "="
    // ties it.
    const swallowed = words.some((word, i) => word === `--${name}` && words[i + 1]?.startsWith("--"));
    if (swallowed || typed.includes(""))
        throw valueMissing(option);
    if (typed.length > 1 && !list) {
        throw new InputError(`--${name} appears ${typed.length} times (${typed.join(", ")}); give it once.`);
    }
    return typed.join(",");
}
