/**
 * `npx jiti scripts/wrong-examples.ts`: the `@example`s that do not compile, run or say the truth,
 * and why.
 */
import { examples, wrongExamples } from "./house/examples.js";

const all = examples();
const wrong = wrongExamples(all);
for (const [key, reason] of wrong) console.log(`${key}: ${reason}`);
console.log(`${wrong.size} of ${all.length} examples are wrong`);
