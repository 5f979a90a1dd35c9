/** Options of commands that serve a page. */
import type { OptionDefinition, OptionTexts } from "./command.js";
import { wholeNumber } from "./option-values.js";

export const openOption: OptionDefinition = {
  name: "open",
  help: "Open the page in the browser",
  default: "no",
};

export const portOption: OptionDefinition = {
  name: "port",
  value: "N",
  help: "The port to serve on; where it is in use, another one is taken",
  default: "5380",
};

/** The port; undefined for the usual one. */
export const portOf = (options: OptionTexts): number | undefined => wholeNumber(options, "port", 1, 65_535);
