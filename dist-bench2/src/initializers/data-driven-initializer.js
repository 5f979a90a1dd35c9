/** Whether a method needs a network and its data. */
export function isDataDriven(initializer) {
    return "prepare" in initializer;
}
/**
 * A data-driven initializer, returned as it is: the call gives `prepare` the types of the options.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineDataDrivenInitializer(initializer) {
    return initializer;
}
