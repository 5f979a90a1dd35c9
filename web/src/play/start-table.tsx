/** The numbers behind the figures of the start, for readers who do not see them. */
import { digits } from "../../../src/report/diagnosis/numbers.js";
import type { StartOfNetwork } from "../../../src/report/start/methods-by-depth.js";

/** A row per layer, two columns per method. */
export function StartTable({ start: { layers, methods } }: { readonly start: StartOfNetwork }) {
  return (
    <details>
      <summary>The numbers, layer by layer</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Signal by layer">
        <table class="dense">
          <caption>E φ²: mean square of what a layer returns, by theory and measured</caption>
          <thead>
            <tr>
              <th scope="col" class="left">
                layer
              </th>
              {methods.flatMap(({ label }) => [
                <th key={`${label} theory`} scope="col">
                  {label}, theory
                </th>,
                <th key={`${label} measured`} scope="col">
                  measured
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {layers.map((name, i) => (
              <tr key={name}>
                <th scope="row" class="left">
                  {i + 1} {name}
                </th>
                {methods.flatMap(({ label, predicted, measured }) => [
                  <td key={`${label} theory`}>{digits(predicted[i]?.after)}</td>,
                  <td key={`${label} measured`}>{digits(measured?.[i]?.secondMoment)}</td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
