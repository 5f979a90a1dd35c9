/** Short names of a study's problems: what differs between them. */
import type { ProblemOutcome } from "../study/results/outcome.js";

type Problem = Pick<ProblemOutcome, "id" | "data" | "model">;

/** The names of problems that are shown side by side. */
export interface ProblemNames {
  /**
   * By the problem's id: "digits" where all have one network, "depth=10" where only that differs.
   */
  readonly short: ReadonlyMap<string, string>;
  /** What all have in common: "mlp", "glyphs × mlp:width=64"; undefined where nothing. */
  readonly shared: string | undefined;
}

/** The parts of a network's label. */
interface Label {
  readonly name: string;
  readonly options: readonly string[];
}

/** Names that say what differs between the problems, and no two alike. */
export function problemNames(problems: readonly Problem[]): ProblemNames {
  const files = fileNames(problems.map(({ data }) => data.name));
  const labels = problems.map(({ model }) => labelOf(model.label));
  const sharedOptions = labels[0]!.options.filter((one) => labels.every(({ options }) => options.includes(one)));
  const ofData = isOne(problems.map(({ data }) => data.name));
  const ofName = isOne(labels.map(({ name }) => name));
  const rest = labels.map(({ options }) => options.filter((one) => !sharedOptions.includes(one)));
  // "depth=10" beside "mlp" would leave open what the second has instead.
  const dropsName = ofName && (rest.every((options) => options.length > 0) || rest.every(({ length }) => length === 0));
  const names = problems.map(({ data }, i) => {
    const model = textOf({ name: dropsName ? "" : labels[i]!.name, options: rest[i]! });
    return [ofData ? "" : files.get(data.name)!, model].filter((part) => part !== "").join(" × ");
  });
  const isDistinct = new Set(names).size === names.length && names.every((name) => name !== "");
  const shared = [
    ofData ? files.get(problems[0]!.data.name)! : "",
    textOf({ name: dropsName ? labels[0]!.name : "", options: sharedOptions }),
  ];
  if (problems.length === 1 || !isDistinct) return { short: problemTitles(problems), shared: undefined };
  return {
    short: new Map(problems.map(({ id }, i) => [id, names[i]!])),
    shared: shared.filter((part) => part !== "").join(" × ") || undefined,
  };
}

/** "glyphs × mlp", and "plain.csv × mlp" of a file, whatever its folder. */
export function problemTitles(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const files = fileNames(problems.map(({ data }) => data.name));
  return new Map(problems.map(({ id, data, model }) => [id, `${files.get(data.name)} × ${model.label}`]));
}

/** Names of files without the folders that they do not need to be told apart. */
function fileNames(names: readonly string[]): ReadonlyMap<string, string> {
  const different = [...new Set(names)];
  const ending = (name: string, parts: number) => name.split(/[/\\]/).slice(-parts).join("/");
  const shortest = (name: string): string => {
    const most = name.split(/[/\\]/).length;
    for (let parts = 1; parts < most; parts++) {
      if (different.every((other) => other === name || ending(other, parts) !== ending(name, parts)))
        return ending(name, parts);
    }
    return name;
  };
  return new Map(different.map((name) => [name, shortest(name)]));
}

const isOne = (values: readonly string[]): boolean => new Set(values).size === 1;

/** "mlp:depth=10,width=64" → its name and its options. */
function labelOf(label: string): Label {
  const colon = label.indexOf(":");
  if (colon < 0) return { name: label, options: [] };
  return { name: label.slice(0, colon), options: label.slice(colon + 1).split(",") };
}

function textOf({ name, options }: Label): string {
  return [name, options.join(", ")].filter((part) => part !== "").join(":");
}
