/** Schedules: how the learning rate changes during training. */
import { InputError, unknownName } from "../errors.js";
/** The schedules that are known by name. */
export const schedules = {
    constant: () => ({ name: "constant", factor: () => 1 }),
    step: ({ every, factor }) => ({
        name: "step",
        factor: ({ step, stepsPerEpoch }) => factor ** Math.floor(Math.floor((step - 1) / stepsPerEpoch) / every),
    }),
    /**
     * Loshchilov & Hutter 2017, eq. 5, one cycle: from 1 at the first step to `final` after the last.
     */
    cosine: ({ final = 0 }) => ({
        name: "cosine",
        factor: ({ step, stepsPerEpoch, epochs }) => {
            const progress = Math.min(1, (step - 1) / (stepsPerEpoch * epochs));
            return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
        },
    }),
};
/**
 * The schedule of a recipe.
 *
 * @throws InputError for an unknown name, and for an object that is no schedule
 */
export function scheduleOf(schedule) {
    if ("kind" in schedule) {
        const { kind } = schedule;
        if (!Object.hasOwn(schedules, kind))
            throw unknownName("schedule", String(kind), Object.keys(schedules));
        return schedules[kind](schedule);
    }
    if (typeof schedule.name === "string" && typeof schedule.factor === "function")
        return schedule;
    throw new InputError(`A schedule needs a name and factor(), got { ${Object.keys(schedule).join(", ")} }. ` +
        'To use one that is built in, write its name as kind: { kind: "cosine" }.');
}
