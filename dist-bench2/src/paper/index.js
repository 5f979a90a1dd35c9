/** The 2019 paper as data, its claims checked on runs, and how likely a ranking is noise. */
export { audit, usualDirection } from "../audit/audit.js";
export { assumptions, rankingSentences } from "../audit/audit-sentences.js";
export { leadingMethods } from "../audit/leading.js";
export { parseNumberTable } from "../audit/number-table.js";
export { spreadByMethod, spreadByProblem, spreadFromRuns, spreadOf, spreadOfCells } from "../audit/spread.js";
export { verdictSentence } from "../audit/verdict.js";
export { checkClaims } from "./claims/check-claims.js";
export { reproductionMarkdown } from "./markdown.js";
export { measure } from "./measure.js";
export { accuracyTable, lossTable, paperClaims, paperMethods, paperProblems } from "./paper.js";
export { reproduce } from "./reproduction.js";
