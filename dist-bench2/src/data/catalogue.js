import { parseCifarMembers, parseIdxMembers } from "./catalogue-members.js";
/** Every published data set by name. */
export const catalogue = {
    mnist: {
        name: "mnist",
        title: "MNIST handwritten digits",
        shape: [1, 28, 28],
        classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        trainCount: 60_000,
        testCount: 10_000,
        mirrors: [
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "http://yann.lecun.com/exdb/mnist/",
        ],
        archives: [
            {
                file: "train-images-idx3-ubyte.gz",
                packing: "gzip",
                bytes: 9_912_422,
                md5: "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                members: [
                    {
                        name: "train-images-idx3-ubyte",
                        bytes: 47_040_016,
                        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    },
                ],
            },
            {
                file: "train-labels-idx1-ubyte.gz",
                packing: "gzip",
                bytes: 28_881,
                md5: "d53e105ee54ea40749a09fcbcd1e9432",
                sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                members: [
                    {
                        name: "train-labels-idx1-ubyte",
                        bytes: 60_008,
                        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    },
                ],
            },
            {
                file: "t10k-images-idx3-ubyte.gz",
                packing: "gzip",
                bytes: 1_648_877,
                md5: "9fb629c4189551a2d022fa330f9573f3",
                sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                members: [
                    {
                        name: "t10k-images-idx3-ubyte",
                        bytes: 7_840_016,
                        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    },
                ],
            },
            {
                file: "t10k-labels-idx1-ubyte.gz",
                packing: "gzip",
                bytes: 4_542,
                md5: "ec29112dd5afa0611ce80d1b7f02629c",
                sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                members: [
                    {
                        name: "t10k-labels-idx1-ubyte",
                        bytes: 10_008,
                        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                    },
                ],
            },
        ],
        parse: parseIdxMembers,
        checksum: "2f41cac88ec8afe00e9a7f08bdef8da5125a1d8fc93cf5eb74b4c51f3f9fb5fd",
        reference: "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. Proceedings of the IEEE 86(11), 1998.",
        licence: "CC BY-SA 3.0 (Y. LeCun, C. Cortes, C. J. C. Burges)",
    },
    "fashion-mnist": {
        name: "fashion-mnist",
        title: "Fashion-MNIST articles of clothing",
        shape: [1, 28, 28],
        classNames: [
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ],
        trainCount: 60_000,
        testCount: 10_000,
        mirrors: [
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        ],
        archives: [
            {
                file: "train-images-idx3-ubyte.gz",
                packing: "gzip",
                bytes: 26_421_880,
                md5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                members: [
                    {
                        name: "train-images-idx3-ubyte",
                        bytes: 47_040_016,
                        sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    },
                ],
            },
            {
                file: "train-labels-idx1-ubyte.gz",
                packing: "gzip",
                bytes: 29_515,
                md5: "25c81989df183df01b3e8a0aad5dffbe",
                sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                members: [
                    {
                        name: "train-labels-idx1-ubyte",
                        bytes: 60_008,
                        sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    },
                ],
            },
            {
                file: "t10k-images-idx3-ubyte.gz",
                packing: "gzip",
                bytes: 4_422_102,
                md5: "bef4ecab320f06d8554ea6380940ec79",
                sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                members: [
                    {
                        name: "t10k-images-idx3-ubyte",
                        bytes: 7_840_016,
                        sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    },
                ],
            },
            {
                file: "t10k-labels-idx1-ubyte.gz",
                packing: "gzip",
                bytes: 5_148,
                md5: "bb300cfdad3c16e7a12a480ee83cd310",
                sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                members: [
                    {
                        name: "t10k-labels-idx1-ubyte",
                        bytes: 10_008,
                        sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
                    },
                ],
            },
        ],
        parse: parseIdxMembers,
        checksum: "28df8a4fcbf4b85b4dcb5ec9ac74f87f48371dcc9562ba94c58387e5389f9f11",
        reference: "H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms. arXiv:1708.07747, 2017.",
        licence: "MIT (Zalando SE)",
    },
    cifar10: {
        name: "cifar10",
        title: "CIFAR-10 tiny colour photographs",
        shape: [3, 32, 32],
        classNames: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        trainCount: 50_000,
        testCount: 10_000,
        mirrors: ["https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"],
        archives: [
            {
                file: "cifar-10-binary.tar.gz",
                packing: "tar.gz",
                bytes: 170_052_171,
                md5: "c32a1d4ab5d03f1284b67883e8d87530",
                sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                members: [
                    {
                        name: "data_batch_1.bin",
                        bytes: 30_730_000,
                        sha256: "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
                    },
                    {
                        name: "data_batch_2.bin",
                        bytes: 30_730_000,
                        sha256: "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
                    },
                    {
                        name: "data_batch_3.bin",
                        bytes: 30_730_000,
                        sha256: "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
                    },
                    {
                        name: "data_batch_4.bin",
                        bytes: 30_730_000,
                        sha256: "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
                    },
                    {
                        name: "data_batch_5.bin",
                        bytes: 30_730_000,
                        sha256: "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
                    },
                    {
                        name: "test_batch.bin",
                        bytes: 30_730_000,
                        sha256: "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
                    },
                ],
            },
        ],
        parse: parseCifarMembers,
        checksum: "dd49db5848416f7ac86763ec4eb991d85743627e63a44485d235f7deb714806f",
        reference: "A. Krizhevsky: Learning multiple layers of features from tiny images. Technical report, 2009.",
        licence: "none stated; cite the technical report",
    },
};
