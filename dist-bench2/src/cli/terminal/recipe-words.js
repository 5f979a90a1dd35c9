import { counted } from "./numbers.js";
/** "sgd, learning rate 0.1 (cosine), momentum 0.9, batch 128, 8 epochs". */
export function recipeWords({ optimizer, schedule, warmupSteps, batch, epochs, augmentation }) {
    const { shift, flip } = augmentation ?? {};
    const varied = [...(shift ? [`shifts up to ${shift}`] : []), ...(flip ? ["flips"] : [])];
    return [
        optimizer.kind,
        `learning rate ${optimizer.learningRate} (${scheduleWords(schedule)})`,
        ...(warmupSteps ? [`warm-up over ${counted(warmupSteps, "step")}`] : []),
        ...settingWords(optimizer),
        `batch ${batch}`,
        counted(epochs, "epoch"),
        ...(varied.length === 0 ? [] : [`images varied by ${varied.join(" and ")}`]),
    ].join(", ");
}
function scheduleWords(schedule = { kind: "constant" }) {
    if (schedule.kind === "step")
        return `× ${schedule.factor} every ${counted(schedule.every, "epoch")}`;
    return schedule.kind === "cosine" && schedule.final ? `cosine to × ${schedule.final}` : schedule.kind;
}
/** The settings besides the rate: ["momentum 0.9", "nesterov", "weight decay 0.0005"]. */
function settingWords({ kind: _, learningRate: __, ...settings }) {
    return Object.entries(settings).flatMap(([name, value]) => {
        if (value === undefined || value === false || value === 0)
            return [];
        const words = name === "weightDecay" ? "weight decay" : name;
        return [value === true ? words : `${words} ${value}`];
    });
}
