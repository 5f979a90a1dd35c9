/** docs/initializers.md from the table of methods. */
import {
  type AnyInitializer,
  allInitializers,
  initializerFamilies,
  initialWeights,
  isDataDriven,
  kernelTensor,
  legalValues,
} from "../src/entries/initializers.js";
import type { TensorRole, TensorSpecification } from "../src/entries/networks.js";
import { InputError } from "../src/errors.js";

/** A tensor of each kind of kernel. */
function probes(): readonly (readonly [string, TensorSpecification])[] {
  const residual = { branch: 0, branches: 3, layer: 1, layers: 2, last: true };
  const gate = { layer: "lstm", gate: "forget", index: 2, gates: 4 } as const;
  const of = (shape: number[], role: Partial<TensorRole> = {}) => kernelTensor(shape, role);
  return [
    ["dense", of([24, 16])],
    ["conv", of([24, 16, 3, 3])],
    ["narrowing conv", of([16, 24, 3, 3])],
    ["even window", of([24, 16, 4, 4])],
    ["grouped", of([24, 8, 3, 3], { groups: 2 })],
    ["depthwise", of([16, 1, 3, 3], { groups: 16 })],
    ["transposed", of([16, 24, 3, 3], { operation: "transposed-convolution", stride: [2, 2] })],
    ["recurrent", of([16, 16], { activation: "sigmoid", recurrent: { ...gate, part: "hidden", units: 16 } })],
    ["residual", of([16, 16, 3, 3], { residual })],
    [
      "attention",
      of([48, 16], {
        projection: "query-key-value",
        fused: 3,
        heads: 2,
        residual: { ...residual, layer: 0, last: false },
      }),
    ],
  ];
}

/** The page. */
export function initializerDocs(): string {
  const sections = initializerFamilies.flatMap(({ name, methods }) => [
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ...methods.map((method) => entry(method, kindOf(method))),
  ]);
  return `${[
    "# Initializers",
    `<!-- npm run docs writes this page from src/initializers and overwrites changes. -->`,
    `All ${allInitializers.length} methods: what each one is, where it comes from, and when it fails. \`stepzero explain NAME\` prints one of them with its numbers for common layers. \`stepzero list initializers --json\` prints them as data.`,
    "Unless a method says otherwise, tensors that are not kernels start in the same way: biases and norm shifts at 0, norm scales and residual scales at 1, slopes of PReLU at 0.25, magnitudes of weight normalization at the norms of their kernels, embeddings, positions and tokens as N(0, 0.02²). LSTM, GRU and RNN have one kernel per gate for the input and one for the hidden state, each by the method; of the two biases of a gate the hidden state's is 0.",
    "## Which method does not draw which kernel",
    exceptions(),
    ...sections,
  ].join("\n\n")}\n`;
}

const kindOf = (method: AnyInitializer) => (isDataDriven(method) ? method.kind : "data-free");

/** The methods that do not draw every kernel in every network. */
function exceptions(): string {
  const kernels = probes();
  const draws = (method: AnyInitializer, tensor: TensorSpecification): boolean => {
    if (isDataDriven(method)) return true;
    try {
      const { requires: _, ...free } = method;
      initialWeights(free, [tensor], 0);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  };
  const rows = allInitializers.flatMap((method) => {
    const needs = "requires" in method && method.requires !== undefined ? method.requires : "";
    const refuses = kernels.flatMap(([name, tensor]) => (draws(method, tensor) ? [] : [name]));
    const words = refuses.length === kernels.length ? "all of them" : refuses.join(", ");
    return refuses.length === 0 && needs === "" ? [] : [[`\`${method.name}\``, words, needs]];
  });
  const head = ["method", "refuses", "needs a network with"];
  return [
    `Tried with kernels of ${kernels.length} kinds: ${kernels.map(([name]) => name).join(", ")}. A *narrowing* convolution has fewer outputs than inputs. ${allInitializers.length - rows.length} of the methods draw all of them, in any network. These are the exceptions; a method says why it refuses a kernel. Data-driven and learned methods act on whole networks; a note of the run says what they could not do there.`,
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
  ].join("\n\n");
}

function entry(method: AnyInitializer, kind: string): string {
  const { name, aliases = [], title, formula, summary, references, caveats = [], differences = [] } = method;
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${heading}:\n${items.map((item) => `- ${item}`).join("\n")}`];
  const options = Object.entries(method.options ?? {}).map(([option, about]) => {
    return `\`${option}\` = ${about.default}: ${about.meaning} (${legalValues(about)})`;
  });
  const also = aliases.length === 0 ? "" : ` (also ${aliases.map((alias) => `\`${alias}\``).join(", ")})`;
  return [
    `### \`${name}\``,
    `**${title}**${also}${kind === "data-free" ? "" : `, ${kind}`}: ${code(formula)}`,
    summary,
    ...list("Options", options),
    ...list("Caveats", caveats),
    ...list("Elsewhere", differences),
    ...list(
      "References",
      references.map(({ authors, year, title: paper, where, link }) => {
        const cited = link === undefined ? `*${paper}*` : `[*${paper}*](${link})`;
        return `${authors} (${year}): ${cited}${where === undefined ? "" : `, ${where}`}`;
      }),
    ),
  ].join("\n\n");
}

const code = (text: string) => `\`${text}\``;
