/** From layers to a graph: declares parameters, states and masks as graph inputs and completes the parameters' roles. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import { type ElementType, type Shape, sameShape } from "../../graph/tensor.js";
import type { Layer, NetworkGraph, Scope } from "./layer.js";
import { completeRoles, type DeclaredParameter, makersOf } from "./roles.js";
import { run } from "./scope.js";

export interface NetworkOptions {
  /** "train": dropout drops, batch norm uses the batch; "evaluate": neither; "measure": only the latter, for initialization. */
  readonly mode: "train" | "evaluate" | "measure";
  /**
   * Values for parameters, states and masks by name, instead of inputs of their own: builds the same network a second time
   * in one graph, or on parameters that are computed. What it does not name becomes an input.
   */
  readonly parameterInputs?: ReadonlyMap<string, Value>;
}

/**
 * Adds a network to a graph. Its parameters become inputs named by their path, "conv1/kernel" or "block3/conv1/bias"
 * (layers are numbered by kind, in order of appearance, within what holds them); states ("batchnorm1/running-mean") and
 * dropout masks (uint8, "dropout1/mask") too. The names, shapes and roles of parameters do not depend on mode or batch.
 *
 * @param x float32, batch axis first
 * @throws ShapeError that says which layer, what came in, what it wants
 * @example
 * const g = new GraphBuilder("network");
 * const x = g.input("x", "float32", [128, 1, 28, 28]);
 * const { logits, parameters } = buildNetwork(g, sequential(flatten(), dense(10)), x, { mode: "evaluate" });
 * g.output("logits", logits); // [128, 10]
 */
export function buildNetwork(g: GraphBuilder, layer: Layer, x: Value, options: NetworkOptions): NetworkGraph {
  const parameters: DeclaredParameter[] = [];
  const states: NetworkGraph["states"][number][] = [];
  const masks: NetworkGraph["masks"][number][] = [];
  const siblings = new Map<string, number>();
  let path = "";
  let branch: number | undefined;
  let branches = 0;

  const declare = (name: string, type: ElementType, shape: Shape) => {
    const full = path === "" ? name : `${path}/${name}`;
    const given = options.parameterInputs?.get(full);
    if (given !== undefined) {
      if (given.type === type && sameShape(given.shape, shape)) return { name: full, value: given };
      throw new Error(
        `buildNetwork: the value given for "${full}" is ${given.type} [${given.shape.join(", ")}], not ${type} [${shape.join(", ")}]`,
      );
    }
    const value = g.input(full, type, shape);
    if (value.name !== full) throw new Error(`buildNetwork: the graph "${g.name}" has a value named "${full}" already`);
    return { name: full, value };
  };

  const scope: Scope = {
    g,
    mode: options.mode,
    parameter: (name, shape, role) => {
      const declared = declare(name, "float32", shape);
      parameters.push({ ...declared, shape, role, layer: path, branch, activation: role.activation });
      return declared.value;
    },
    state: (name, shape, initial) => {
      const state = { ...declare(name, "float32", shape), shape, initial };
      const index = states.push(state) - 1;
      return {
        value: state.value,
        update: (next) => {
          states[index] = { ...state, next };
        },
      };
    },
    mask: (name, shape, rate) => {
      const declared = declare(name, "uint8", shape);
      masks.push({ ...declared, shape, rate });
      return declared.value;
    },
    inside: (kind, build) => {
      const outer = path;
      const stem = outer === "" ? kind : `${outer}/${kind}`;
      const number = (siblings.get(stem) ?? 0) + 1;
      siblings.set(stem, number);
      path = `${stem}${number}`;
      try {
        return g.inLayer(`${kind}${number}`, build);
      } finally {
        path = outer;
      }
    },
    branch: (build) => {
      const outer = branch;
      branch = branches++;
      try {
        return build();
      } finally {
        branch = outer;
      }
    },
    activated: (value, activation) => {
      for (const parameter of makersOf(g, value, parameters)) {
        if (parameter.activation === undefined || parameter.activation === "linear") parameter.activation = activation;
      }
    },
  };

  const logits = run(layer, x, scope);
  return { logits, parameters: completeRoles(parameters, branches), states, masks };
}
