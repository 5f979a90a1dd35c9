/** Shortens long lists and long names in messages. */
/** The first ten names, and how many there are in all if there are more. */
export function excerpt(names) {
    const some = names.slice(0, 10).map(shortened).join(", ");
    return names.length <= 10 ? some : `${some}, … (${names.length} in all)`;
}
/** Characters of a name that a message shows. */
const LONGEST = 60;
/** A name, or the beginning of one that is long. */
export function shortened(name) {
    return name.length <= LONGEST ? name : `${name.slice(0, LONGEST)}…`;
}
