/**
 * The figures that have learning curves.
 *
 * @param loss the loss of the network's recipe
 */
export function measuresOf(loss) {
    const unit = loss === "cross-entropy" ? "nats per sample" : "squared error per sample";
    return [
        {
            key: "testAccuracy",
            isLoss: false,
            id: "test-accuracy",
            title: "Test accuracy by epoch",
            axis: "test accuracy (%)",
            what: "Accuracy on the test set after each epoch.",
        },
        {
            key: "trainAccuracy",
            isLoss: false,
            id: "training-accuracy",
            title: "Running training accuracy by epoch",
            axis: "training accuracy, running (%)",
            what: "Mean over each epoch's batches, while weights change and dropout is active, as Keras reports it.",
        },
        {
            key: "evalTrainAccuracy",
            isLoss: false,
            id: "evaluated-training-accuracy",
            title: "Evaluated training accuracy by epoch",
            axis: "training accuracy, evaluated (%)",
            what: "Accuracy on the training samples after each epoch, dropout off.",
        },
        {
            key: "validationAccuracy",
            isLoss: false,
            id: "validation-accuracy",
            title: "Validation accuracy by epoch",
            axis: "validation accuracy (%)",
            what: "Accuracy on the training samples held out, after each epoch.",
        },
        {
            key: "testLoss",
            isLoss: true,
            id: "test-loss",
            title: "Test loss by epoch",
            axis: `test loss (${unit})`,
            what: `${loss === "cross-entropy" ? "Cross-entropy" : "Mean squared error"} on the test set after each epoch.`,
        },
        {
            key: "trainLoss",
            isLoss: true,
            id: "training-loss",
            title: "Running training loss by epoch",
            axis: `training loss, running (${unit})`,
            what: "Mean over each epoch's batches, while weights change.",
        },
    ];
}
/** In the axis's unit; undefined where it was not recorded, or is not finite. */
export function figureOf(epoch, { key, isLoss }) {
    const value = epoch[key];
    if (value === undefined || !Number.isFinite(value))
        return undefined;
    return isLoss ? value : 100 * value;
}
