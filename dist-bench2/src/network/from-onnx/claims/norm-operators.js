/** With a scale at input 1 and a shift at input 2. */
const norms = new Set([
    ...["BatchNormalization", "InstanceNormalization", "GroupNormalization", "LayerNormalization"],
    ...["RMSNormalization", "SimplifiedLayerNormalization", "com.microsoft:LayerNormalization"],
    "com.microsoft:SimplifiedLayerNormalization",
]);
/** With a residual input before the scale. */
const skipNorms = new Set([
    "com.microsoft:SkipLayerNormalization",
    "com.microsoft:SkipSimplifiedLayerNormalization",
]);
/** Whether a node is a normalization as a whole. */
export const isNorm = ({ operator }) => norms.has(operator) || skipNorms.has(operator);
/** Which input the scale of a normalization is; its shift is the next. */
export const scaleInput = ({ operator }) => (skipNorms.has(operator) ? 2 : 1);
