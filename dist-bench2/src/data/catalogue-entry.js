/**
 * Makes the data set from its verified members.
 *
 * @param members file name → bytes
 * @throws InputError if a member is missing or damaged
 */
export function assemble(entry, members) {
    const { name, shape, classNames, checksum } = entry;
    return { name, shape, classes: classNames.length, classNames, ...entry.parse(members), checksum };
}
