/** Jacobian, curvature and gradient quotient of a diagnosis, in two lines. */
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { few } from "./readings.js";
import { hanging, padEnd } from "./text.js";

/** The lines, with one above them; nothing where nothing was computed. */
export function curvatureLines(
  { network: { objective, jacobian, curvature, gradientQuotient }, rate }: Pick<Diagnosis, "network" | "rate">,
  { width }: { readonly width: number },
): string[] {
  const ofLoss = [
    ...(curvature === null ? [] : [`largest λ ${few(curvature)}`, rateText(curvature, rate)]),
    ...(gradientQuotient === null ? [] : [`gradient quotient ${few(gradientQuotient)}`]),
  ];
  const lines = [
    ...(jacobian === null || jacobian.length === 0
      ? []
      : [line("Jacobian", jacobianText(jacobian, outputWord(objective)), width)]),
    ...(ofLoss.length === 0 ? [] : [line("Curvature", ofLoss.join("; "), width)]),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

const line = (title: string, text: string, width: number): string =>
  `  ${padEnd(title, 11)}${hanging(text, width, 13)}`;

const outputWord = ({ name }: Diagnosis["network"]["objective"]): string => (name === "mse" ? "output" : "logits");

/** @param values largest first */
const jacobianText = (values: readonly number[], output: string): string =>
  `singular values ∂ ${output} / ∂ input: smallest ${few(values.at(-1))}, median ${few(values[values.length >> 1])}, ` +
  `largest ${few(values[0])}`;

function rateText(curvature: number, { optimizer, inUse, stable }: Diagnosis["rate"]): string {
  if (stable === null) {
    return optimizer === "sgd"
      ? "no rate is too large for it"
      : `plain SGD is stable up to a rate of 2/λ = ${few(2 / curvature)}, which does not bound ${optimizer}`;
  }
  const isPlain = Math.abs((stable * curvature) / 2 - 1) < 1e-9;
  return (
    `${optimizer} is stable up to a rate of ${isPlain ? "2/λ = " : ""}${few(stable)}${isPlain ? "" : ", with its momentum"}; ` +
    `${few(inUse)} is in use: ${inUse > stable ? "warm-up is needed" : "no warm-up is needed"}`
  );
}
