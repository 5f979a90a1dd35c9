/** Words of a command as a POSIX shell reads them back. */

/**
 * One line that gives a shell these words. Words with other than plain characters are quoted:
 * `stepzero compare --data 'my data.npz'`.
 */
export function shellLine(words: readonly (string | number)[]): string {
  return words.map((word) => quoted(String(word))).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
