/**
 * Runs a graph in float64, whatever its element types say: the independent judge of ONNX Runtime
 * and of gradients.
 */
import type { Graph, Value } from "../../src/graph/graph.js";
import { sameShape, toNumbers } from "../../src/graph/tensor.js";
import { kernels } from "./index.js";
import type { Numbers } from "./kernel.js";
import { numbers } from "./numbers.js";

/**
 * The graph's outputs, by name, for the given inputs, by name.
 *
 * @throws Error where an input is missing or misshapen, an operator has no kernel, or a kernel's
 * result is not of the shape that the operator's shape rule gave (so every evaluation also tests
 * shape rules)
 */
export function evaluate(graph: Graph, inputs: Readonly<Record<string, Numbers>>): Record<string, Numbers> {
  const values = new Map<Value, Numbers>();
  for (const value of graph.inputs) {
    const input = inputs[value.name];
    if (input === undefined) throw new Error(`no numbers for input "${value.name}"`);
    expectShape(`input "${value.name}"`, value, input);
    values.set(value, input);
  }
  for (const [value, data] of graph.constants) values.set(value, numbers(data.type, data.shape, toNumbers(data)));
  for (const node of graph.nodes) {
    const kernel = kernels[node.operator];
    if (kernel === undefined) throw new Error(`no reference kernel for ${node.operator}`);
    const results = kernel(
      node.inputs.map((v) => (v === undefined ? undefined : values.get(v)!)),
      node.attributes,
      node.outputs,
    );
    node.outputs.forEach((value, i) => {
      expectShape(`${node.operator} (output ${i})`, value, results[i]!);
      values.set(value, results[i]!);
    });
  }
  return Object.fromEntries([...graph.outputs].map(([name, value]) => [name, values.get(value)!]));
}

function expectShape(what: string, value: Value, got: Numbers): void {
  if (!sameShape(value.shape, got.shape) || got.data.length !== value.shape.reduce((a, b) => a * b, 1)) {
    throw new Error(`${what}: the graph says [${value.shape.join(", ")}], got [${got.shape.join(", ")}]`);
  }
}
