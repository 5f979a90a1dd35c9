/** Names that nothing else has. */
/** `name`, or the first of "name (2)", "name (3)" … that is not taken; takes it. */
export function uniqueName(name, taken) {
    let free = name;
    for (let i = 2; taken.has(free); i++)
        free = `${name} (${i})`;
    taken.add(free);
    return free;
}
