/**
 * `npm run offenders`: removes from test/offenders.json entries without offence, and lowers counts.
 * It adds nothing. `npm run offenders -- --rewrite` writes the list anew and prints what was added:
 * after a merge that moved files.
 */
import { writeFileSync } from "node:fs";
import { listPath, type OffenderList, readOffenders } from "./house/offenders.js";
import { type RuleName, rules } from "./house/rules.js";

const rewrite = process.argv.includes("--rewrite");
const before = readOffenders();
const after: OffenderList = {};
let total = 0;
for (const rule of Object.keys(rules) as RuleName[]) {
  const permitted = before[rule] ?? {};
  const entries: [string, number][] = [];
  for (const [offender, count] of rules[rule]()) {
    const most = permitted[offender] ?? 0;
    if (count > most)
      console.log(`${rewrite ? "added" : "not permitted"}: ${rule}: ${offender}: ${count} (before: ${most})`);
    const listed = rewrite ? count : Math.min(count, most);
    if (listed > 0) entries.push([offender, listed]);
  }
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length > 0) after[rule] = Object.fromEntries(entries);
  const sum = entries.reduce((all, [, count]) => all + count, 0);
  total += entries.length;
  console.log(`${rule}: ${entries.length} offenders, sum ${sum}`);
}
writeFileSync(listPath, `${JSON.stringify(after, undefined, 2)}\n`);
console.log(`${total} offenders listed`);
