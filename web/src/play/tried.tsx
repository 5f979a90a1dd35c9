/** The races of this visit. */
import type { Actions } from "./actions.js";
import type { Tried } from "./page-state.js";

/** A row per race, the last one first. */
export function TriedTable({ tried, actions }: { readonly tried: readonly Tried[]; readonly actions: Actions }) {
  if (tried.length === 0) return <p class="setting">Races that have finished stand here, with their verdicts.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Races of this visit">
      <table>
        <thead>
          <tr>
            <th scope="col" class="left">
              network
            </th>
            <th scope="col" class="left">
              methods and training
            </th>
            <th scope="col" class="left">
              verdict
            </th>
            <th scope="col">again</th>
          </tr>
        </thead>
        <tbody>
          {tried.map(({ setup, title, verdict }, i) => (
            <tr key={tried.length - i}>
              <th scope="row" class="left wrap">
                {title}
              </th>
              <td class="left wrap">
                {setup.inits.join(", ")}; {setup.optimizer} {setup.rate}, {setup.epochs} epochs, {setup.seeds} seeds
              </td>
              <td class="left wrap">{verdict}</td>
              <td>
                <button
                  type="button"
                  aria-label={`Back to it: race ${tried.length - i}, ${title}`}
                  onClick={() => actions.change(setup)}
                >
                  Back to it
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
