/** `npm run offenders`: prints what breaks a rule of the house, rule by rule. */
import { offendersOf, type RuleName, rules } from "./house/rules.js";

for (const rule of Object.keys(rules) as RuleName[]) {
  const offenders = offendersOf(rule);
  console.log([`${rule}: ${offenders.length}`, ...offenders.map((one) => `  ${one}`)].join("\n"));
}
