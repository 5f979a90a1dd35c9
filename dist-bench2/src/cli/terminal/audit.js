import { assumptions, chance, figure, leadText, rankingSentences } from "../../audit/audit-sentences.js";
import { verdictSentence } from "../../audit/verdict.js";
import { renderTable } from "./table.js";
import { item, wrap } from "./text.js";
/** A verdict per column, a table of chances, what all of it rests on; then the details. */
export function renderAudit({ audit, omitted }, view) {
    const { width, tableWidth, details } = view;
    const rankings = [...audit.rankings, ...(audit.average === null ? [] : [audit.average])];
    const verdicts = rankings.map((one) => item("• ", verdictSentence(one), width));
    const missing = omitted.length === 0 ? [] : [`Left out: ${omitted.join(", ")}.`];
    const more = details ? [] : ["With --details each column's figures and sentences follow."];
    const notes = [...missing, ...assumptions(audit, details), ...more].map((text) => wrap(text, width));
    const blocks = details
        ? rankings.map((ranking) => rankingBlock(ranking, audit.n, view))
        : [chanceTable(rankings, tableWidth)];
    return `${[verdicts.join("\n"), ...blocks, notes.join("\n")].join("\n\n")}\n`;
}
/**
 * A row per column: its lead and how likely chance made it; without a spread, what it would bear.
 */
function chanceTable(rankings, width) {
    const left = { align: "left" };
    const right = { align: "right" };
    const names = [
        { title: ["", "column"], ...left, flexible: true },
        { title: ["", "first"], ...left },
        { title: ["", "lead"], ...right },
    ];
    const isJudged = rankings.every(({ chances }) => chances !== null);
    const figures = isJudged
        ? [
            { title: ["such a lead", "by chance"], ...right },
            { title: ["really", "the best"], ...right },
            { title: ["whole order", "is right"], ...right },
            { title: ["same winner", "again"], ...right },
        ]
        : [{ title: ["largest sd", "it bears"], ...right }];
    const rows = rankings.map((ranking) => {
        const { problem, order, chances, largestSpread } = ranking;
        const noise = chances?.asGiven;
        const cells = noise
            ? [noise.leadByChance, noise.bestIsBest, noise.orderIsTrue, noise.sameBestAgain].map(chance)
            : [figure(largestSpread)];
        return [problem, order[0].method, leadText(ranking), ...cells];
    });
    return renderTable([...names, ...figures], rows, width).join("\n");
}
function rankingBlock(ranking, runs, { width, tableWidth }) {
    const rows = ranking.order.map(({ method, figure: x, sd, decimals }) => [
        method,
        figure(x, decimals),
        sd === null ? "–" : figure(sd),
    ]);
    const columns = [
        { title: [ranking.problem], align: "left", flexible: true },
        { title: ["figure"], align: "right" },
        { title: [runs === 1 ? "sd over seeds" : `sd of ${runs} runs' mean`], align: "right" },
    ];
    const sentences = rankingSentences(ranking, runs).map((text) => item("• ", text, width));
    return [...renderTable(columns, rows, tableWidth), "", ...sentences].join("\n");
}
