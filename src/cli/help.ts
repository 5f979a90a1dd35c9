/** Help that fits the terminal: what a command does, three examples, then its options in groups. */
import type { Command } from "commander";
import { buildCommand, buildProgram } from "./build-command.js";
import type { CommandDefinition, CommandEntry } from "./command.js";
import { displayWidth, wrap } from "./terminal/text.js";

const firstSteps = [
  "stepzero compare",
  "stepzero explain he",
  "stepzero init --model mnist_cnn --out weights.safetensors",
];

/** The list of commands. @param width columns of the terminal */
export function overview(commands: readonly CommandEntry[], width: number): string {
  const summary = "stepzero compares the weight initializations of neural networks by training them.";
  const closing = "stepzero COMMAND --help explains a command; stepzero --version prints the version.";
  return `${intro(summary, firstSteps, width)}${layout(buildProgram(commands), width)}\n${wrap(closing, width)}\n`;
}

/** One command's help. @param width columns of the terminal */
export function helpOf(entry: CommandEntry, definition: CommandDefinition, width: number): string {
  const command = buildCommand(entry, definition);
  return `${intro(`${entry.summary}.`, definition.examples, width)}${layout(command, width)}`;
}

function intro(sentence: string, examples: readonly string[], width: number): string {
  return `${wrap(sentence, width)}\n\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}\n`;
}

/** commander's help with our widths; terms read "--out DIR". */
function layout(command: Command, width: number): string {
  command.configureHelp({
    helpWidth: width,
    minWidthToWrap: 20,
    displayWidth,
    boxWrap: wrap,
    optionTerm: ({ flags }) => flags.replace(/<(.*)>/, "$1"),
  });
  return command.helpInformation();
}
