/**
 * The description of a data set.
 *
 * @param limit only the first training samples are used
 * @defaultValue `limit`: all
 */
export function describeDataset(dataset, limit) {
    const { name, checksum, shape, classes, train, test, notes } = dataset;
    const counts = countsOf(train.labels.subarray(0, limit ?? train.count), classes);
    return {
        name,
        checksum,
        shape,
        classes,
        trainSamples: train.count,
        testSamples: test.count,
        majority: majorityOf(dataset, countsOf(test.labels, classes)),
        training: { ...majorityOf(dataset, counts), entropy: entropyOf(counts) },
        ...(notes === undefined ? {} : { notes }),
    };
}
function countsOf(labels, classes) {
    const counts = new Array(classes).fill(0);
    for (const label of labels)
        counts[label]++;
    return counts;
}
function majorityOf({ classNames }, counts) {
    const largest = counts.reduce((most, count) => Math.max(most, count), 0);
    const place = counts.indexOf(largest);
    return { className: classNames[place] ?? String(place), share: largest / sum(counts) };
}
/** − Σ p ln p, in nats. */
function entropyOf(counts) {
    const all = sum(counts);
    return counts.reduce((total, count) => (count === 0 ? total : total - (count / all) * Math.log(count / all)), 0);
}
const sum = (counts) => counts.reduce((total, count) => total + count, 0);
