import type { Build, CheckTable } from "../check.js";
import type { FloatOptions } from "../inputs.js";

const activation =
  (operator: string, attributes: Record<string, readonly (number | string)[]> = {}, options?: FloatOptions): Build =>
  (g, x) => {
    const drawn = Object.entries(attributes).map(([name, choices]) => [name, x.pick(choices)] as const);
    return g.apply(operator, [x.float(x.shape(0), { low: -3, high: 3, ...options })], Object.fromEntries(drawn));
  };

export const activations: CheckTable = {
  Relu: activation("Relu", {}, { avoid: [0] }),
  LeakyRelu: activation("LeakyRelu", { alpha: [0.01, 0.3, -0.5] }, { avoid: [0] }),
  Elu: activation("Elu", { alpha: [1, 0.5, 2] }, { avoid: [0] }),
  Selu: activation("Selu", {}, { avoid: [0] }),
  Sigmoid: activation("Sigmoid"),
  HardSigmoid: activation("HardSigmoid", { alpha: [0.2, 0.25], beta: [0.5] }, { avoid: [-2.5, 2.5, -2, 2] }),
  Tanh: activation("Tanh"),
  Softplus: activation("Softplus"),
  Softsign: activation("Softsign", {}, { avoid: [0] }),
  Gelu: activation("Gelu", { approximate: ["none", "tanh"] }),
};
