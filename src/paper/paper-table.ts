/** The paper's Table 1 as a table to audit. */
import type { NumberTable } from "../audit/number-table.js";
import { accuracyTable, paperMethods, paperNames, paperProblems } from "./paper.js";

/** The paper's methods × its data sets, accuracy in percent. */
export const paperNumberTable: NumberTable = {
  methods: paperMethods.map((method) => paperNames[method]),
  problems: paperProblems.map(({ name }) => name),
  values: paperMethods.map((method) => paperProblems.map(({ data }) => accuracyTable[method][data])),
  decimals: paperMethods.map(() => paperProblems.map(() => 2)),
};
