/** `stepzero list`: what can be compared. */
import { unknownName } from "../../errors.js";
import type { CommandDefinition } from "../command.js";

const kinds = ["initializers", "models", "data"] as const;

export const list: CommandDefinition = {
  name: "list",
  arguments: "[what]",
  summary: `List ${kinds.join(", ")}, or all of them`,
  options: [{ name: "json", help: "Print one JSON object (default: no)" }],
  examples: ["stepzero list", "stepzero list initializers"],
  run: async ([what], given) => {
    const chosen = kinds.find((kind) => kind === what);
    if (what !== undefined && chosen === undefined) throw unknownName("kind of list", what, kinds);
    const { catalogueOf, renderCatalogue } = await import("../catalogue.js");
    const catalogue = catalogueOf(chosen === undefined ? kinds : [chosen]);
    if (given.has("json")) process.stdout.write(`${JSON.stringify(catalogue)}\n`);
    else process.stdout.write(renderCatalogue(catalogue, Math.min(process.stdout.columns ?? 80, 120)));
    return 0;
  },
};
