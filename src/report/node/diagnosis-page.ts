/** The page of a diagnosis, drawn by linkedom. */
import { parseHTML } from "linkedom";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { renderDiagnosis } from "../diagnosis/render-diagnosis.js";

/** The text of the page. */
export function diagnosisPage(diagnosis: Diagnosis): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return renderDiagnosis(diagnosis, { document });
}
