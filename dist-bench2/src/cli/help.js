import { buildCommand, buildProgram } from "./build-command.js";
const firstSteps = [
    "stepzero compare",
    "stepzero explain he",
    "stepzero init --model mnist_cnn --out weights.safetensors",
];
/** The list of commands. @param width columns of the terminal */
export function overview(commands, width) {
    const summary = "stepzero compares the weight initializations of neural networks by training them.";
    const closing = "stepzero help COMMAND explains a command.\nstepzero --version prints the version.\n";
    return `${page(buildProgram(commands), summary, firstSteps, width)}\n${closing}`;
}
/** One command's help. @param width columns of the terminal */
export function helpOf(entry, definition, width) {
    return page(buildCommand(entry, definition), `${entry.summary}.`, definition.examples, width);
}
/** A sentence, the examples, then commander's help with our widths; terms read "--out DIR". */
function page(command, sentence, examples, width) {
    command.configureHelp({
        helpWidth: width,
        minWidthToWrap: 20,
        optionTerm: ({ flags }) => flags.replace(/<(.*)>/, "$1"),
    });
    const lines = examples.map((example) => `  ${example}\n`).join("");
    // The words of the help are one column per character: string-width would double the start-up.
    const intro = `${command.createHelp().boxWrap(sentence, width)}\n\nExamples:\n${lines}\n`;
    return intro + command.helpInformation();
}
