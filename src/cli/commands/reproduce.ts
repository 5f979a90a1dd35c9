/** `stepzero reproduce`: the 2019 paper's comparison run again, claim by claim, and the question it should have asked. */
import { InputError, unknownName } from "../../errors.js";
import { budgets } from "../../paper/plan.js";
import type { CommandDefinition, GivenOptions } from "../command.js";
import { nameList, wholeNumber } from "../numbers.js";

export const defaultOut = "reproduction";

export const reproduce: CommandDefinition = {
  name: "reproduce",
  summary: "Run the 2019 paper's comparison again, and check it claim by claim",
  options: [
    {
      name: "budget",
      value: "NAME",
      help: "quick: the first 3,000 or 4,000 training samples, 2 epochs, 3 seeds (under 10 minutes on two cores); standard: MNIST and Fashion-MNIST 12 epochs, 5 seeds, CIFAR-10 25 epochs, 3 seeds; full: CIFAR-10 100 epochs, 5 seeds (default: quick)",
    },
    {
      name: "beyond",
      help: "Run what the paper should have asked instead: more methods over depth, activation and optimizer (default: no)",
    },
    {
      name: "data",
      value: "A,B",
      list: true,
      help: "Only these of mnist, fashion-mnist and cifar10 (default: all three)",
    },
    { name: "seeds", value: "N", help: "Only so many seeds; the rest can be run later (default: the budget's)" },
    {
      name: "out",
      value: "DIR",
      help: `Folder of results; what is there is not run again (default: ${defaultOut})`,
    },
    {
      name: "docs",
      value: "FILE",
      help: "Train nothing; write the document to FILE from what --out has, finished or not (default: DIR/reproduction.md, after the runs)",
    },
    { name: "dry-run", help: "Say how many runs, how long and how much disk; run nothing (default: no)" },
    { name: "jobs", value: "N", help: "Processes that train, one thread each (default: one a core)" },
    {
      name: "data-dir",
      value: "DIR",
      help: "The only folder of data sets (default: STEPZERO_DATA, else the cache, else downloaded)",
    },
    { name: "json", help: "Print one JSON object on stdout instead of the text (default: no)" },
  ],
  examples: [
    "stepzero reproduce",
    "stepzero reproduce --budget standard --out results/reproduction",
    "stepzero reproduce --budget standard --data mnist --seeds 3 --out results/reproduction",
    "stepzero reproduce --beyond",
  ],
  run: async (_, given) => {
    const budget = oneOf(given, "budget", budgets) ?? "quick";
    const data = dataOf(given);
    const seeds = wholeNumber(given, "seeds", 1, 1000);
    const jobs = wholeNumber(given, "jobs", 1, 1024);
    const beyond = given.has("beyond");
    if (beyond && data !== undefined) {
      throw new InputError("--beyond trains on MNIST; --data is for the paper's data sets. Leave one of them out.");
    }
    const { documentReproduction, estimateReproduction, runReproduction } = await import("./run-reproduction.js");
    const options = {
      budget,
      beyond,
      json: given.has("json"),
      out: given.get("out") ?? defaultOut,
      ...(data === undefined ? {} : { data }),
      ...(seeds === undefined ? {} : { seeds }),
      ...(jobs === undefined ? {} : { jobs }),
      ...(given.has("data-dir") ? { dataDir: given.get("data-dir")! } : {}),
    };
    if (given.has("docs")) return documentReproduction(options, given.get("docs")!);
    return given.has("dry-run") ? estimateReproduction(options) : runReproduction(options);
  },
};

function dataOf(given: GivenOptions): string[] | undefined {
  const known = ["mnist", "fashion-mnist", "cifar10"];
  const names = nameList(given, "data");
  for (const name of names ?? []) if (!known.includes(name)) throw unknownName("data set of the paper", name, known);
  return names;
}

function oneOf<T extends string>(given: GivenOptions, option: string, known: readonly T[]): T | undefined {
  const name = given.get(option);
  if (name === undefined) return undefined;
  const found = known.find((one) => one === name);
  if (found === undefined) throw unknownName(option, name, known);
  return found;
}
