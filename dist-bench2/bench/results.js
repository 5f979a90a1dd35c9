/** What the benchmark of steps measures, and its tables. */
const geometricMean = (xs) => Math.exp(xs.reduce((sum, x) => sum + Math.log(x), 0) / xs.length);
/** By peer, the geometric mean of its ratios over all networks and batches. */
export function geometricMeans(results) {
    const names = [...new Set(results.flatMap(({ peers }) => peers.map(({ name }) => name)))];
    const ratiosOf = (name) => results.flatMap(({ peers }) => peers.filter((peer) => peer.name === name).map(({ ratio }) => ratio));
    return new Map(names.map((name) => [name, geometricMean(ratiosOf(name))]));
}
/** The geometric mean of the ratios to the fastest peer of each network and batch. */
export function bestPeers(results) {
    const smallest = results.flatMap(({ peers }) => peers.length === 0 ? [] : [Math.min(...peers.map(({ ratio }) => ratio))]);
    return smallest.length === 0 ? undefined : geometricMean(smallest);
}
/** A table of ratios, a row per network and batch, that of the fastest peer in bold. */
export function markdown(results) {
    const means = geometricMeans(results);
    const names = [...means.keys()];
    const rows = results.map(({ model, batch, ms, shareOfRate, peers }) => {
        const least = Math.min(...peers.map(({ ratio }) => ratio));
        const cells = names.map((name) => {
            const peer = peers.find((one) => one.name === name);
            if (peer === undefined)
                return "";
            return peer.ratio === least ? `**${peer.ratio.toFixed(2)}**` : peer.ratio.toFixed(2);
        });
        return [`\`${model}\``, `${batch}`, `${ms.toPrecision(3)} ms`, `${(100 * shareOfRate).toFixed(0)} %`, ...cells];
    });
    const mean = ["geometric mean", "", "", "", ...names.map((name) => means.get(name).toFixed(2))];
    const lines = [
        ["network", "batch", "stepzero", "of rate", ...names],
        ["---", ...Array(3 + names.length).fill("---:")],
        ...rows,
        mean,
    ];
    return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
