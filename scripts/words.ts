/** `npx jiti scripts/words.ts`: how many identifiers are bare participles, by word and by file. */
import { participleNames, participlesByFile } from "./house/word-list.js";

const names = participleNames();
const byWord = new Map<string, number>();
for (const { word } of names) byWord.set(word, (byWord.get(word) ?? 0) + 1);

const print = (counts: ReadonlyMap<string, number>): void => {
  for (const [what, count] of [...counts].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(5)}  ${what}`);
};
print(byWord);
console.log("");
print(participlesByFile());
console.log(`${names.length} identifiers are bare participles`);
