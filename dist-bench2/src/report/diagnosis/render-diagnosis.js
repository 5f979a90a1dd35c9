import { version } from "../../version.js";
import { svgText } from "../figures/figure.js";
import { standalone } from "../figures/standalone.js";
import { html, trusted, withCode } from "../html.js";
import { framedPage } from "../page/frame.js";
import { depthFigure } from "./draw.js";
import { depthFigures } from "./figures.js";
import { answer, remarks, verdictTitle } from "./findings.js";
import { layerTable } from "./layer-table.js";
/**
 * The text of the page: verdict and findings, figures, all layers, and what was not judged.
 *
 * @param drawing the `document` that draws charts: the browser's, or linkedom's in Node
 */
export function renderDiagnosis(diagnosis, drawing) {
    const figures = depthFigures.flatMap((of) => depthFigure(of, diagnosis, drawing) ?? []);
    const title = verdictTitle(diagnosis);
    const rest = remarks(diagnosis);
    const contents = [
        ["answer", "Answer"],
        ...(figures.length > 0 ? [["figures", "Figures"]] : []),
        ...(diagnosis.layers.length > 0 ? [["layers", "Layers"]] : []),
        ...(rest === undefined ? [] : [["remarks", "Not judged, and notes"]]),
    ];
    return framedPage({
        title,
        stepzero: version,
        first: { id: "answer", name: "answer" },
        contents,
        main: html `<section id="answer" aria-labelledby="answer-heading"><h1 id="answer-heading">${title}</h1>
${answer(diagnosis)}</section>
${figures.length > 0 && section("figures", "Figures", html `<p>Layers are numbered as in the table below. The vertical axes are the same in every diagnosis, so that two pages can be compared.</p><div class="figures">${figures.map(figureHtml)}</div>`)}
${diagnosis.layers.length > 0 && section("layers", "Layers", layerTable(diagnosis))}
${rest !== undefined && section("remarks", "Not judged, and notes", rest)}`,
    });
}
const section = (id, heading, content) => html `<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>${content}</section>`;
/** The drawing, its caption, and a light file of it for papers, which the page holds. */
function figureHtml(one) {
    const { id, svg, caption } = one;
    const file = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(one))}`;
    return html `<figure id="${id}">${trusted(svgText(svg))}<figcaption>${withCode(caption)} <a class="download" download="${id}.svg" href="${file}">SVG</a></figcaption></figure>
`;
}
