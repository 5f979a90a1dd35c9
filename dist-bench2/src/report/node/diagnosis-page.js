/** The page of a diagnosis, drawn by linkedom. */
import { parseHTML } from "linkedom";
import { renderDiagnosis } from "../diagnosis/render-diagnosis.js";
/** The text of the page. */
export function diagnosisPage(diagnosis) {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    return renderDiagnosis(diagnosis, { document });
}
