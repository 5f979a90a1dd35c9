"""Tensors drawn by PyTorch: draws_torch.py SEED."""
import math
import sys

import torch
from draws_common import CONV, DENSE, TABLE, TRANSPOSED, case, gate
from torch import nn

torch.manual_seed(int(sys.argv[1]))
I = nn.init


def init(call, right, shape, role, function, *args, **options):
    tensor = torch.empty(*shape)
    function(tensor, *args, **options)
    case(call, right, tensor.numpy(), role)


def layer(call, right, tensor, role):
    case(call, right, tensor.detach().numpy(), role)


layer("Linear(256, 128)", "pytorch-default", nn.Linear(256, 128).weight, DENSE)
layer("Linear(1024, 512)", "pytorch-default", nn.Linear(1024, 512).weight, DENSE)
layer("Conv2d(32, 64, 3)", "pytorch-default", nn.Conv2d(32, 64, 3).weight, CONV)
layer("Conv2d(32, 64, 3, groups=4)", "pytorch-default", nn.Conv2d(32, 64, 3, groups=4).weight, {**CONV, "groups": 4})
layer("ConvTranspose2d(32, 16, 4, 2)", "pytorch-default", nn.ConvTranspose2d(32, 16, 4, 2).weight, TRANSPOSED)
layer("Embedding(500, 64)", "pytorch-default", nn.Embedding(500, 64).weight, TABLE)
layer("LSTM(96, 64) weight_ih", "pytorch-default", nn.LSTM(96, 64).weight_ih_l0[:64], gate("input", 4, 64))
fused = {**DENSE, "projection": "query-key-value", "fused": 3, "heads": 4}
layer("MultiheadAttention(64, 4)", "pytorch/xavier-uniform", nn.MultiheadAttention(64, 4).in_proj_weight, fused)

init("xavier_uniform_", "glorot-uniform", (128, 256), DENSE, I.xavier_uniform_)
init("xavier_uniform_ conv", "glorot-uniform", (64, 32, 3, 3), CONV, I.xavier_uniform_)
init("xavier_normal_", "glorot-normal", (300, 100), DENSE, I.xavier_normal_)
tanh = "variance-scaling:scale=2.7778,mode=fanAverage,distribution=normal"
init("xavier_normal_(gain=5/3)", tanh, (200, 150), DENSE, I.xavier_normal_, gain=5 / 3)
init("kaiming_uniform_(relu)", "he-uniform", (64, 32, 3, 3), CONV, I.kaiming_uniform_, nonlinearity="relu")
init("kaiming_normal_(relu)", "he", (128, 64, 3, 3), CONV, I.kaiming_normal_, nonlinearity="relu")
init("kaiming_normal_ dense", "he", (40, 50), DENSE, I.kaiming_normal_, nonlinearity="relu")
fan_out = "pytorch/kaiming-normal-fan-out"
init("kaiming_normal_(fan_out)", fan_out, (128, 32, 3, 3), CONV, I.kaiming_normal_, mode="fan_out", nonlinearity="relu")
init("kaiming_normal_(a=0.2)", "he:negativeSlope=0.2", (256, 300), DENSE, I.kaiming_normal_, a=0.2)
init("normal_(std=0.02)", "random:std=0.02", (256, 100), DENSE, I.normal_, std=0.02)
init("normal_()", "standard-normal", (60, 40), DENSE, I.normal_)
init("trunc_normal_(std=0.02)", "pytorch/trunc-normal:std=0.02", (192, 192), DENSE, I.trunc_normal_, std=0.02)
init("trunc_normal_()", "pytorch/trunc-normal", (100, 60), DENSE, I.trunc_normal_)
three = "truncated-normal:std=0.05,low=-3,high=3,corrected=no"
init("trunc_normal_(0.05, ±3σ)", three, (256, 256), DENSE, I.trunc_normal_, std=0.05, a=-0.15, b=0.15)
init("uniform_()", "uniform:low=0,high=1", (50, 30), DENSE, I.uniform_)
init("uniform_(-0.1, 0.1)", "uniform:low=-0.1,high=0.1", (50, 30), DENSE, I.uniform_, -0.1, 0.1)
init("orthogonal_", "orthogonal", (128, 64), DENSE, I.orthogonal_)
init("orthogonal_(√2) conv", "orthogonal:gain=1.4142", (64, 32, 3, 3), CONV, I.orthogonal_, gain=math.sqrt(2))
init("eye_", "identity", (64, 48), DENSE, I.eye_)
init("dirac_", "identity", (32, 32, 3, 3), CONV, I.dirac_)
init("zeros_", "zero", (64, 48), DENSE, I.zeros_)
init("ones_", "ones", (64, 48), DENSE, I.ones_)
init("constant_(0.3)", "constant:value=0.3", (64, 48), DENSE, I.constant_, 0.3)
init("sparse_(0.9)", "pytorch/sparse:sparsity=0.9", (100, 80), DENSE, I.sparse_, sparsity=0.9)
