/** A function of PyTorch's `torch.nn.init`. */
export const pytorchInit = (title) => ({
    authors: "PyTorch",
    year: 2017,
    title,
    link: "https://docs.pytorch.org/docs/stable/nn.init.html",
});
/** Chollet and others 2015. */
export const kerasRandom = {
    authors: "F. Chollet and others",
    year: 2015,
    title: "Keras: RandomUniform, RandomNormal, TruncatedNormal, VarianceScaling",
    link: "https://keras.io/api/layers/initializers/",
};
/** Patel and others 2019. */
export const patel2019 = {
    authors: "P. Patel, M. Nandu, P. Raut",
    year: 2019,
    title: "Initialization of Weights in Neural Networks",
};
/** Glorot and Bengio 2010. */
export const glorot2010 = {
    authors: "X. Glorot, Y. Bengio",
    year: 2010,
    title: "Understanding the difficulty of training deep feedforward neural networks",
    link: "https://proceedings.mlr.press/v9/glorot10a.html",
};
/** He and others 2015. */
export const he2015 = {
    authors: "K. He, X. Zhang, S. Ren, J. Sun",
    year: 2015,
    title: "Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification",
    link: "https://arxiv.org/abs/1502.01852",
};
/** LeCun and others 1998. */
export const lecun1998 = {
    authors: "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller",
    year: 1998,
    title: "Efficient BackProp",
    link: "http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf",
};
/** Klambauer and others 2017. */
export const klambauer2017 = {
    authors: "G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter",
    year: 2017,
    title: "Self-Normalizing Neural Networks",
    link: "https://arxiv.org/abs/1706.02515",
};
/** Mishkin and Matas 2016. */
export const mishkin2016 = {
    authors: "D. Mishkin, J. Matas",
    year: 2016,
    title: "All you need is a good init",
    link: "https://arxiv.org/abs/1511.06422",
    where: "Algorithm 1",
};
/** Salimans and Kingma 2016. */
export const salimans2016 = {
    authors: "T. Salimans, D. P. Kingma",
    year: 2016,
    title: "Weight Normalization: A Simple Reparameterization to Accelerate Training of Deep Neural Networks",
    link: "https://arxiv.org/abs/1602.07868",
};
/** Krähenbühl and others 2016. */
export const krahenbuhl2016 = {
    authors: "P. Krähenbühl, C. Doersch, J. Donahue, T. Darrell",
    year: 2016,
    title: "Data-dependent Initializations of Convolutional Neural Networks",
    link: "https://arxiv.org/abs/1511.06856",
};
/** Page 2019. */
export const page2019 = {
    authors: "D. Page",
    year: 2019,
    title: "How to Train Your ResNet 8: Bag of Tricks",
};
/** Jordan 2024. */
export const jordan2024 = {
    authors: "K. Jordan",
    year: 2024,
    title: "94% on CIFAR-10 in 3.29 Seconds on a Single GPU",
    link: "https://arxiv.org/abs/2404.00498",
};
/** Coates and Ng 2012. */
export const coates2012 = {
    authors: "A. Coates, A. Y. Ng",
    year: 2012,
    title: "Learning Feature Representations with K-means",
};
/** Dauphin and Schoenholz 2019. */
export const dauphin2019 = {
    authors: "Y. N. Dauphin, S. S. Schoenholz",
    year: 2019,
    title: "MetaInit: Initializing learning by learning to initialize",
};
/** Zhu and others 2021. */
export const zhu2021 = {
    authors: "C. Zhu, R. Ni, Z. Xu, K. Kong, W. R. Huang, T. Goldstein",
    year: 2021,
    title: "GradInit: Learning to Initialize Neural Networks for Stable and Efficient Training",
    link: "https://arxiv.org/abs/2102.08098",
};
/** Saxe and others 2014. */
export const saxe2014 = {
    authors: "A. M. Saxe, J. L. McClelland, S. Ganguli",
    year: 2014,
    title: "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
    link: "https://arxiv.org/abs/1312.6120",
};
/** Stewart 1980. */
export const stewart1980 = {
    authors: "G. W. Stewart",
    year: 1980,
    title: "The Efficient Generation of Random Orthogonal Matrices with an Application to Condition Estimators",
    link: "https://doi.org/10.1137/0717034",
};
/** Xiao and others 2018. */
export const xiao2018 = {
    authors: "L. Xiao, Y. Bahri, J. Sohl-Dickstein, S. S. Schoenholz, J. Pennington",
    year: 2018,
    title: "Dynamical Isometry and a Mean Field Theory of CNNs: How to Train 10,000-Layer Vanilla Convolutional Neural Networks",
    link: "https://arxiv.org/abs/1806.05393",
};
/** Martens and others 2021. */
export const martens2021 = {
    authors: "J. Martens, A. Ballard, G. Desjardins, G. Swirszcz, V. Dalibard, J. Sohl-Dickstein, S. S. Schoenholz",
    year: 2021,
    title: "Rapid training of deep neural networks without skip connections or normalization layers using Deep Kernel Shaping",
    link: "https://arxiv.org/abs/2110.01765",
};
/** Kautsky and Turcajová 1994. */
export const kautsky1994 = {
    authors: "J. Kautsky, R. Turcajová",
    year: 1994,
    title: "A matrix approach to discrete wavelets",
};
/** Balduzzi and others 2017. */
export const balduzzi2017 = {
    authors: "D. Balduzzi, M. Frean, L. Leary, J. P. Lewis, K. W.-D. Ma, B. McWilliams",
    year: 2017,
    title: "The Shattered Gradients Problem: If resnets are the answer, then what is the question?",
    link: "https://arxiv.org/abs/1702.08591",
};
/** Goyal and others 2017. */
export const goyal2017 = {
    authors: "P. Goyal, P. Dollár, R. Girshick, P. Noordhuis, L. Wesolowski, A. Kyrola, A. Tulloch, Y. Jia, K. He",
    year: 2017,
    title: "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour",
    link: "https://arxiv.org/abs/1706.02677",
};
/** Zhang and others 2019. */
export const zhang2019 = {
    authors: "H. Zhang, Y. N. Dauphin, T. Ma",
    year: 2019,
    title: "Fixup Initialization: Residual Learning Without Normalization",
    link: "https://arxiv.org/abs/1901.09321",
};
/** De and Smith 2020. */
export const de2020 = {
    authors: "S. De, S. L. Smith",
    year: 2020,
    title: "Batch Normalization Biases Residual Blocks Towards the Identity Function in Deep Networks",
    link: "https://arxiv.org/abs/2002.10444",
};
/** Bachlechner and others 2021. */
export const bachlechner2021 = {
    authors: "T. Bachlechner, B. P. Majumder, H. H. Mao, G. W. Cottrell, J. McAuley",
    year: 2021,
    title: "ReZero is All You Need: Fast Convergence at Large Depth",
    link: "https://arxiv.org/abs/2003.04887",
};
/** Huang and others 2020. */
export const huang2020 = {
    authors: "X. S. Huang, F. Pérez, J. Ba, M. Volkovs",
    year: 2020,
    title: "Improving Transformer Optimization Through Better Initialization",
    link: "https://proceedings.mlr.press/v119/huang20f.html",
};
/** Radford and others 2019. */
export const radford2019 = {
    authors: "A. Radford, J. Wu, R. Child, D. Luan, D. Amodei, I. Sutskever",
    year: 2019,
    title: "Language Models are Unsupervised Multitask Learners",
};
/** Wang and others 2022. */
export const wang2022 = {
    authors: "H. Wang, S. Ma, L. Dong, S. Huang, D. Zhang, F. Wei",
    year: 2022,
    title: "DeepNet: Scaling Transformers to 1,000 Layers",
    link: "https://arxiv.org/abs/2203.00555",
};
/** Trockman and Kolter 2023. */
export const trockman2023 = {
    authors: "A. Trockman, J. Z. Kolter",
    year: 2023,
    title: "Mimetic Initialization of Self-Attention Layers",
    link: "https://arxiv.org/abs/2305.09828",
};
/** Yang and others 2021. */
export const yang2021 = {
    authors: "G. Yang, E. J. Hu, I. Babuschkin, S. Sidor, X. Liu, D. Farhi, N. Ryder, J. Pachocki, W. Chen, J. Gao",
    year: 2021,
    title: "Tensor Programs V: Tuning Large Neural Networks via Zero-Shot Hyperparameter Transfer",
    link: "https://arxiv.org/abs/2203.03466",
};
