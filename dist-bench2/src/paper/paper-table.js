import { accuracyTable, paperMethods, paperNames, paperProblems } from "./paper.js";
/** The paper's methods × its data sets, accuracy in percent. */
export const paperNumberTable = {
    methods: paperMethods.map((method) => paperNames[method]),
    problems: paperProblems.map(({ name }) => name),
    values: paperMethods.map((method) => paperProblems.map(({ data }) => accuracyTable[method][data])),
    decimals: paperMethods.map(() => paperProblems.map(() => 2)),
};
