/**
 * The 2019 paper as data, its claims checked against runs, and audits of tables.
 *
 * @module stepzero/paper
 */
export {
  type Audit,
  type AuditedRanking,
  accuracyTable,
  assumptions,
  audit,
  type CheckedClaim,
  type ClaimPart,
  type ClaimVerdict,
  checkClaims,
  type Direction,
  lossTable,
  type Measurements,
  measure,
  type NumberTable,
  type PartOutcome,
  paperClaims,
  paperMethods,
  paperProblems,
  parseNumberTable,
  type Reproduction,
  rankingSentences,
  reproduce,
  reproductionMarkdown,
  type Spread,
  type StepZeroMeasurement,
  type SymmetryMeasurement,
  spreadByMethod,
  spreadFromRuns,
  spreadOf,
  usualDirection,
} from "../paper/index.js";
