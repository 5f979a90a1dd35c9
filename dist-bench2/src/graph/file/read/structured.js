/** Operators of several parts or modes: one table of how files have them. */
import { attentionForms } from "./attention.js";
import { contributions } from "./contributions.js";
import { normalizationForms } from "./normalizations.js";
import { recurrentForms } from "./recurrent.js";
/** The forms and definitions, by operator. */
export const structured = {
    ...recurrentForms,
    ...normalizationForms,
    ...attentionForms,
    ...contributions,
};
