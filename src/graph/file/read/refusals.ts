/** What is said of operators that are not supported: why, and what helps. */
import { operators } from "../../operators/index.js";
import { controlFlow } from "./control-flow.js";
import { definitions } from "./definitions/index.js";
import { olderOperators } from "./forms.js";

const names: ReadonlySet<string> = new Set([
  "Constant",
  ...operators.keys(),
  ...Object.keys(definitions),
  ...olderOperators,
  ...Object.keys(controlFlow),
]);

/** Whether the reader knows an operator, in the form of any opset. */
export const isSupported = (operator: string): boolean => names.has(operator);

/** The operators of the standard domain that the reader knows. */
export const supportedOperators = (): string[] => [...names].filter((name) => !name.includes(":")).sort();

const quantized = "it belongs to a quantized model; take the float model that it was made from";
const sequence = "lists of tensors have no fixed shapes; export the model without them";
const text = "text is not supported; cut the model behind it and feed its numbers";
const random = "random numbers inside a graph cannot be repeated; make them an input";
const open = "the shape of its result depends on numbers; cut the model before it";
const fused = "it is a fused form of ONNX Runtime; take the model from before its optimization";
const image = "files of images are not supported; feed the pixels";
const other = "export the model without it";

/** Why an operator has no place in our graphs, and what to do instead. */
const remedies: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "QuantizeLinear DequantizeLinear DynamicQuantizeLinear QLinearConv QLinearMatMul ConvInteger MatMulInteger"
      .split(" ")
      .map((name) => [name, quantized]),
  ),
  ...Object.fromEntries(
    (
      "SequenceConstruct SequenceEmpty SequenceInsert SequenceErase SequenceAt SequenceLength SequenceMap " +
      "ConcatFromSequence SplitToSequence Optional OptionalGetElement OptionalHasElement"
    )
      .split(" ")
      .map((name) => [name, sequence]),
  ),
  ...Object.fromEntries(
    "StringConcat StringSplit StringNormalizer RegexFullMatch TfIdfVectorizer".split(" ").map((name) => [name, text]),
  ),
  ...Object.fromEntries(
    "RandomNormal RandomNormalLike RandomUniform RandomUniformLike Bernoulli Multinomial"
      .split(" ")
      .map((name) => [name, random]),
  ),
  ...Object.fromEntries(["NonMaxSuppression", "Unique"].map((name) => [name, open])),
  ImageDecoder: image,
};

/**
 * What is said of an operator that is not supported.
 *
 * @param others what else in the file is not supported
 */
export function refusalOf(operator: string, others: readonly string[] = []): string {
  const remedy = operator.startsWith("com.microsoft:")
    ? fused
    : Object.hasOwn(remedies, operator)
      ? remedies[operator]
      : other;
  const rest = others.length === 0 ? "" : ` Nor are these: ${others.join(", ")}.`;
  return `is not supported: ${remedy}.${rest} Supported operators: ${supportedOperators().join(", ")}`;
}
