/**
 * The paper as data: P. Patel, M. Nandu and P. Raut, "Initialization of Weights in Neural
 * Networks", February 2019 (patel2019). Its tables, its claims, and facts for reading its figures.
 * Read this first.
 */
/**
 * Its methods by our names, in its order. Its "Xavier" has variance 1 / fan-in, which is not
 * Glorot's.
 */
export const paperMethods = ["zero", "random", "xavier-fan-in", "he"];
/** The paper's names of the methods. */
export const paperNames = {
    zero: "Zero",
    random: "Random",
    "xavier-fan-in": "Xavier",
    he: "He",
};
/**
 * Its data sets by our names, in the order of its tables, with the 2018 Keras example that is taken
 * for its network.
 */
export const paperProblems = [
    { data: "mnist", name: "MNIST", model: "mnist_cnn", figures: { accuracy: 4, loss: 7 } },
    { data: "cifar10", name: "CIFAR-10", model: "cifar10_cnn", figures: { accuracy: 5, loss: 8 } },
    { data: "fashion-mnist", name: "Fashion-MNIST", model: "mnist_cnn", figures: { accuracy: 6, loss: 9 } },
];
/** A row of its tables, as printed: MNIST, CIFAR-10, Fashion-MNIST, average. */
function row(printed) {
    const [mnist, cifar10, fashion, average] = printed.split(" ").map(Number);
    return { mnist, cifar10, "fashion-mnist": fashion, average };
}
/** Table 1: accuracy in percent, one run each. */
export const accuracyTable = {
    zero: row("11.24 9.75 9.85 10.28"),
    random: row("98.34 74.58 92.11 88.34"),
    "xavier-fan-in": row("98.60 77.76 93.74 90.03"),
    he: row("98.92 80.17 95.15 91.41"),
};
/** Table 2: loss, one run each. */
export const lossTable = {
    zero: row("2.3012 2.3026 2.3026 2.3021"),
    random: row("0.0549 0.7224 0.2095 0.3289"),
    "xavier-fan-in": row("0.0464 0.6386 0.1666 0.2838"),
    he: row("0.0334 0.5647 0.1295 0.2425"),
};
/** Its claims, shortened, in the order in which they are checked. */
export const paperClaims = {
    1: "Zero initialization learns nothing: the network is no better than a single neuron and stays at chance.",
    2: "He has the highest accuracy on every data set, and the highest average (91.41 %).",
    3: "Xavier is second on every data set (average 90.03 %), random is third (88.34 %).",
    4: "The loss ranks the same way (averages 0.2425, 0.2838, 0.3289, 2.3021).",
    5: "With zero weights all neurons of a layer compute the same, the network equals a single neuron, and the prediction will be anything random.",
    6: "Weights of standard deviation one push activations so far out that their output hardly changes.",
    7: "Initialization tames vanishing and exploding gradients.",
    8: "He is faster: fewer epochs, and a shorter duration, to a given accuracy.",
};
/**
 * Samples of each digit in MNIST, 0 to 9; Fashion-MNIST and CIFAR-10 have equally many of each
 * class.
 */
export const mnistClassCounts = {
    train: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    test: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
};
/**
 * What one run of the same recipes gave in PyTorch with He's weights, after so many epochs: running
 * training accuracy and loss, test accuracy. It places the paper's figures in time.
 */
export const pytorchRuns = {
    mnist: { epochs: 12, trainAccuracy: 0.9931, trainLoss: 0.0227, testAccuracy: 0.9918 },
    "fashion-mnist": { epochs: 12, trainAccuracy: 0.9491, trainLoss: 0.1409, testAccuracy: 0.9293 },
    cifar10: { epochs: 25, trainAccuracy: 0.668, trainLoss: 0.96, testAccuracy: 0.7 },
};
/**
 * Zero's running training accuracy on balanced classes, as measured in PyTorch, in percent: just
 * below 10.
 */
export const pytorchZero = { "fashion-mnist": 9.84, cifar10: 9.74 };
