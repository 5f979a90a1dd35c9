/** `stepzero audit`: how likely the ranking of a published table is noise. */
import { InputError } from "../../errors.js";
import type { CommandDefinition } from "../command.js";
import { nameList, realNumber } from "../numbers.js";

export const audit: CommandDefinition = {
  name: "audit",
  arguments: "[table]",
  summary: "Say how likely the ranking of a table is noise, where each figure is one run",
  options: [
    {
      name: "paper",
      help: "Audit Table 1 of the 2019 paper, its zero row left out, instead of a table of yours (default: no)",
    },
    { name: "spread", value: "X", help: "Standard deviation of a figure over seeds, in the table's units" },
    { name: "spread-column", value: "NAME", help: "The column that has each method's standard deviation" },
    {
      name: "spread-from",
      value: "DIR",
      help: "Measure it in a results folder of compare or reproduce, in the runs on the data sets that the columns are named after",
    },
    {
      name: "figure",
      value: "NAME",
      help: "What --spread-from measures: test-accuracy, test-loss, train-accuracy or train-loss, the training ones running (default: test-accuracy; with --paper train-accuracy)",
    },
    {
      name: "lower",
      value: "A,B",
      list: true,
      help: "Columns where less is better (default: those called loss, error, …)",
    },
    { name: "higher", value: "A,B", list: true, help: "Columns where more is better (default: all others)" },
    {
      name: "without",
      value: "A,B",
      list: true,
      help: "Methods to leave out, such as one that learned nothing (default: none)",
    },
    { name: "json", help: "Print one JSON object (default: no)" },
  ],
  examples: [
    "stepzero audit table.csv --spread 0.15",
    "stepzero audit table.csv --spread-from results --without zero",
    "stepzero audit --paper --spread-from reproduction",
  ],
  run: async ([file], given) => {
    if ((file === undefined) !== given.has("paper")) {
      throw new InputError(
        file === undefined
          ? "audit needs a table: a .csv with a method a row and a problem a column (stepzero audit table.csv), or --paper."
          : `Give a table or --paper, not both; got ${file} and --paper.`,
      );
    }
    const sources = ["spread", "spread-column", "spread-from"].filter((name) => given.has(name));
    if (sources.length > 1) {
      throw new InputError(`Say the spread in one way; got ${sources.map((name) => `--${name}`).join(" and ")}.`);
    }
    const { runAudit } = await import("./run-audit.js");
    process.stdout.write(
      runAudit(file, {
        json: given.has("json"),
        width: Math.min(process.stdout.columns ?? 80, 120),
        spread: realNumber(given, "spread", { low: 0, high: Number.POSITIVE_INFINITY }),
        spreadColumn: given.get("spread-column"),
        spreadFrom: given.get("spread-from"),
        figure: given.get("figure"),
        lower: nameList(given, "lower") ?? [],
        higher: nameList(given, "higher") ?? [],
        without: nameList(given, "without") ?? [],
      }),
    );
    return 0;
  },
};
