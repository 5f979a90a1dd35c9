/** Our definitions as commander's `Command`s, which parse and lay out the help. */
import { Argument, Command, Option } from "commander";
/**
 * One command with its options in their groups. Each value is the list of texts that were typed.
 */
export function buildCommand(entry, definition) {
    const command = new Command(`stepzero ${entry.name}`).exitOverride().configureOutput({ outputError: () => { } });
    if (entry.argument !== undefined)
        command.addArgument(new Argument(entry.argument, definition.argument));
    for (const { title, options } of definition.options) {
        command.optionsGroup(`${title}:`);
        for (const option of options)
            command.addOption(buildOption(option));
    }
    return command.optionsGroup("Help:").helpOption("-h, --help", "Print this text");
}
function buildOption({ name, value, help, default: without }) {
    const flags = value === undefined ? `--${name}` : `--${name} <${value}>`;
    const option = new Option(flags, `${help} (default: ${without})`);
    if (value === undefined)
        return option;
    return option.argParser((text, earlier = []) => [...earlier, text]);
}
/** What was typed for an option, in its order; undefined where the option does not appear. */
export function textsOf(command, { name }) {
    const option = command.options.find((one) => one.long === `--${name}`);
    const texts = command.getOptionValue(option.attributeName());
    return texts === true ? [""] : texts;
}
/** stepzero itself, with one line for each command. */
export function buildProgram(commands) {
    const program = new Command("stepzero").usage("COMMAND [options]").helpCommand(false).helpOption(false);
    for (const { name, argument, summary, group } of commands) {
        const command = program.commandsGroup(`${group}:`).command(name).summary(summary);
        if (argument !== undefined)
            command.argument(argument);
    }
    return program;
}
