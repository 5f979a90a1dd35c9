/** An audit, as people read it. */
import type { AuditedRanking } from "../../audit/audit.js";
import { assumptions, figure, rankingSentences } from "../../audit/audit-sentences.js";
import type { TableAudit } from "../../audit/audit-table.js";
import { renderTable } from "./table.js";
import { item, wrap } from "./text.js";

/** A table and its sentences for each column, then what all of it rests on. */
export function renderAudit({ audit, omitted }: TableAudit, width: number): string {
  const rankings = [...audit.rankings, ...(audit.average === null ? [] : [audit.average])];
  const missing = omitted.length === 0 ? [] : [`Left out: ${omitted.join(", ")}.`];
  const notes = [...missing, ...assumptions(audit)].map((text) => wrap(text, width));
  return `${[...rankings.map((ranking) => rankingBlock(ranking, width)), notes.join("\n")].join("\n\n")}\n`;
}

function rankingBlock(ranking: AuditedRanking, width: number): string {
  const rows = ranking.order.map(({ method, figure: x, sd }) => [method, figure(x), sd === null ? "–" : figure(sd)]);
  const columns = [
    { title: [ranking.problem], align: "left" as const, flexible: true },
    { title: ["figure"], align: "right" as const },
    { title: ["sd over seeds"], align: "right" as const },
  ];
  const sentences = rankingSentences(ranking).map((text) => item("• ", text, width));
  return [...renderTable(columns, rows, width), "", ...sentences].join("\n");
}
