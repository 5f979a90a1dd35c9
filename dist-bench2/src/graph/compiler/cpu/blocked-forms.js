import { add, cast, mul, ones, reshape } from "../../expressions.js";
/** The domain of the operators that know the blocked layout. */
export const domain = "com.microsoft.nchwc";
/** The forms of the values of a graph that is rebuilt; none but plain ones yet. */
export function blockedForms({ g, renewed }) {
    const blocked = new Map();
    const affine = new Map();
    const forms = {
        plain: renewed,
        toPlain: (value) => {
            if (!forms.isBlocked(value))
                return undefined;
            const form = forms.blocked(value);
            // The operator takes floats only; what a comparison gives goes through them.
            const floats = value.type === "float32" ? form : cast(g, form, "float32");
            const plain = g.apply(`${domain}:ReorderOutput`, [floats], { channels: value.shape[1] });
            return cast(g, plain, value.type);
        },
        blocked(value) {
            if (!blocked.has(value)) {
                const pending = affine.get(value);
                blocked.set(value, pending === undefined ? g.apply(`${domain}:ReorderInput`, [forms.plain(value)]) : computed(g, pending));
            }
            return blocked.get(value);
        },
        affine: (value) => (forms.isPending(value) ? affine.get(value) : { of: forms.blocked(value) }),
        isBlocked: (value) => blocked.has(value) || affine.has(value),
        isPending: (value) => affine.has(value) && !blocked.has(value),
        setBlocked: (value, form) => blocked.set(value, form),
        setAffine: (value, form) => affine.set(value, form),
    };
    return forms;
}
/**
 * slope · of + offset (+ summand, then ReLU): one pass, a convolution by 1 × 1 of each channel for
 * itself.
 */
export function computed(g, { of, slope, offset }, { summand, relu = false } = {}) {
    const channels = of.shape[1];
    const kernel = reshape(g, slope ?? ones(g, { type: of.type, shape: [channels] }), [channels, 1, 1, 1]);
    return g.apply(`${domain}:Conv`, [of, kernel, offset, ...(summand === undefined ? [] : [summand])], {
        kernel_shape: [1, 1],
        group: channels,
        ...(relu ? { activation: "Relu" } : {}),
    });
}
/** Each channel times a number. */
export const scaled = (g, { of, slope, offset }, by) => ({
    of,
    slope: slope === undefined ? by : mul(g, slope, by),
    ...(offset === undefined ? {} : { offset: mul(g, offset, by) }),
});
/** Each channel plus a number. */
export const shifted = (g, { of, slope, offset }, by) => ({
    of,
    ...(slope === undefined ? {} : { slope }),
    offset: offset === undefined ? by : add(g, offset, by),
});
