/** Several groups of comparisons judged as one family. */
import { judge } from "../../statistics/index.js";
/** Verdicts group by group; the correction is over all of them together. */
export function judgeGroups(groups, better) {
    const verdicts = judge(groups.flat(), { better });
    return groups.map((group, i) => {
        const from = groups.slice(0, i).reduce((sum, { length }) => sum + length, 0);
        return verdicts.slice(from, from + group.length);
    });
}
