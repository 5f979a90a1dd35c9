"""Typical PyTorch networks, small, for the exporters: name -> (module, example inputs)."""

import math
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import weight_norm


class RmsNorm(nn.Module):
    """As model programs write it by hand; the older exporter cannot write nn.RMSNorm."""

    def __init__(self, width, eps=1e-6):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(64, 96), nn.Linear(96, 48), nn.Linear(48, 10)

    def forward(self, x):
        return self.fc3(torch.tanh(self.fc2(F.relu(self.fc1(x)))))


def cnn():
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 16, 3, padding=1),
            bn1=nn.BatchNorm2d(16),
            relu1=nn.ReLU(),
            pool=nn.MaxPool2d(2),
            conv2=nn.Conv2d(16, 24, 3, padding=1, bias=False),
            bn2=nn.BatchNorm2d(24),
            relu2=nn.ReLU(),
            flatten=nn.Flatten(),
            fc=nn.Linear(24 * 8 * 8, 10),
        )
    )


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.layer1, self.layer2 = BasicBlock(16, 16, 1), BasicBlock(16, 32, 2)
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.adaptive_avg_pool2d(self.layer2(self.layer1(x)), 1)
        return self.fc(torch.flatten(x, 1))


def mobilenet():
    def unit(inputs, outputs, kernel, groups, activation):
        conv = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, groups=groups, bias=False)
        return nn.Sequential(conv, nn.BatchNorm2d(outputs), activation())

    return nn.Sequential(
        OrderedDict(
            stem=unit(3, 16, 3, 1, nn.ReLU6),
            depthwise=unit(16, 16, 3, 16, nn.ReLU6),
            expand=unit(16, 32, 1, 1, nn.Hardswish),
            depthwise2=unit(32, 32, 3, 32, nn.Hardswish),
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dropout=nn.Dropout(0.2),
            head=nn.Linear(32, 10),
        )
    )


class VitBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class Vit(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, 4)
        self.class_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 17, width) * 0.02)
        self.blocks = nn.ModuleList([VitBlock(width, 4) for _ in range(2)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 10)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


class GptBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(self.ln1(x)).split(c, dim=2)
        q, k, v = (z.view(n, t, self.heads, c // self.heads).transpose(1, 2) for z in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(y.transpose(1, 2).reshape(n, t, c))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self, vocabulary=100, width=32, length=16):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList([GptBlock(width, 4) for _ in range(2)])
        self.ln_f = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.wte.weight  # tied

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x))


class Encoder(nn.Module):
    def __init__(self, vocabulary=100, width=32):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        layer = nn.TransformerEncoderLayer(width, 4, 64, batch_first=True, activation="relu")
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, 5)

    def forward(self, tokens):
        x = self.embedding(tokens) * math.sqrt(32)
        return self.head(self.encoder(x).mean(1))


class Recurrent(nn.Module):
    def __init__(self, kind, layers=1, bidirectional=False):
        super().__init__()
        self.embedding = nn.Embedding(100, 24)
        self.rnn = kind(24, 32, layers, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(64 if bidirectional else 32, 5)

    def forward(self, tokens):
        return self.fc(self.rnn(self.embedding(tokens))[0][:, -1])


def double_conv(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(),
    )  # fmt: skip


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2 = double_conv(3, 12), double_conv(12, 24)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(24, 12, 2, stride=2)
        self.out1, self.head = double_conv(24, 12), nn.Conv2d(12, 2, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.up(self.down2(self.pool(a)))
        return self.head(self.out1(torch.cat([a, b], 1)))


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.group = nn.Conv2d(3, 16, 3, padding=1), nn.GroupNorm(4, 16)
        self.conv2, self.instance = nn.Conv2d(16, 16, 3, padding=1), nn.InstanceNorm2d(16, affine=True)
        self.conv3, self.plain = nn.Conv2d(16, 16, 3, padding=1), nn.InstanceNorm2d(16)
        self.fc1, self.rms = nn.Linear(16, 32), RmsNorm(32)
        self.fc2, self.layer = nn.Linear(32, 32), nn.LayerNorm(32, elementwise_affine=False)
        self.fc3, self.batch = nn.Linear(32, 32), nn.BatchNorm1d(32, affine=False)
        self.fc4 = nn.Linear(32, 10)

    def forward(self, x):
        x = F.relu(self.group(self.conv1(x)))
        x = F.relu(self.instance(self.conv2(x)))
        x = F.relu(self.plain(self.conv3(x))).mean((2, 3))
        x = F.silu(self.rms(self.fc1(x)))
        x = F.gelu(self.layer(self.fc2(x)))
        return self.fc4(F.relu(self.batch(self.fc3(x))))


def rms_norm():
    return nn.Sequential(nn.Linear(64, 32), nn.RMSNorm(32), nn.SiLU(), nn.Linear(32, 32), nn.RMSNorm(32), nn.Linear(32, 10))


def weight_normed():
    return nn.Sequential(
        OrderedDict(
            conv=weight_norm(nn.Conv1d(8, 16, 3, padding=1)),
            act=nn.LeakyReLU(0.1),
            up=weight_norm(nn.ConvTranspose1d(16, 8, 4, 2, 1)),
            act2=nn.LeakyReLU(0.1),
            flatten=nn.Flatten(),
            fc=weight_norm(nn.Linear(256, 10)),
        )
    )


ACTIVATIONS = OrderedDict(
    relu=nn.ReLU, silu=nn.SiLU, gelu=nn.GELU, gelu_tanh=lambda: nn.GELU(approximate="tanh"), mish=nn.Mish,
    leaky=lambda: nn.LeakyReLU(0.2), prelu=lambda: nn.PReLU(48), elu=lambda: nn.ELU(0.7), celu=lambda: nn.CELU(0.5),
    selu=nn.SELU, softplus=nn.Softplus, softsign=nn.Softsign, logsigmoid=nn.LogSigmoid, tanhshrink=nn.Tanhshrink,
    hardtanh=nn.Hardtanh, hardsigmoid=nn.Hardsigmoid, hardswish=nn.Hardswish, relu6=nn.ReLU6, sigmoid=nn.Sigmoid,
    glu=lambda: nn.GLU(),
)  # fmt: skip


def activations():
    layers = OrderedDict()
    width = 48
    for name, activation in ACTIVATIONS.items():
        layers[f"{name}_linear"] = nn.Linear(width, 48)
        layers[name] = activation()
        width = 24 if name == "glu" else 48
    layers["head"] = nn.Linear(width, 10)
    return nn.Sequential(layers)


class LlamaBlock(nn.Module):
    def __init__(self, width, heads, hidden, length):
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.norm1, self.norm2 = RmsNorm(width), RmsNorm(width)
        for name in ("q", "k", "v", "o"):
            setattr(self, name, nn.Linear(width, width, bias=False))
        self.gate = nn.Linear(width, hidden, bias=False)
        self.up = nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)
        angles = torch.outer(torch.arange(length).float(), 10000 ** (-torch.arange(0, self.size, 2).float() / self.size))
        self.register_buffer("cos", torch.cat([angles.cos()] * 2, 1), persistent=False)
        self.register_buffer("sin", torch.cat([angles.sin()] * 2, 1), persistent=False)

    def rotate(self, z):
        a, b = z.chunk(2, -1)
        t = z.shape[2]
        return z * self.cos[:t] + torch.cat([-b, a], -1) * self.sin[:t]

    def forward(self, x):
        n, t, c = x.shape
        y = self.norm1(x)
        q, k, v = (f(y).view(n, t, self.heads, self.size).transpose(1, 2) for f in (self.q, self.k, self.v))
        y = F.scaled_dot_product_attention(self.rotate(q), self.rotate(k), v, is_causal=True)
        x = x + self.o(y.transpose(1, 2).reshape(n, t, c))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Llama(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 32)
        self.layers = nn.ModuleList([LlamaBlock(32, 4, 88, 16) for _ in range(2)])
        self.norm, self.lm_head = RmsNorm(32), nn.Linear(32, 100, bias=False)

    def forward(self, tokens):
        x = self.embed(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.lm_head(self.norm(x))


class SqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16)
        self.reduce, self.expand = nn.Conv2d(16, 8, 1), nn.Conv2d(8, 16, 1)
        self.conv2, self.bn2 = nn.Conv2d(16, 24, 1, bias=False), nn.BatchNorm2d(24)
        self.fc = nn.Linear(24, 10)

    def forward(self, x):
        x = F.silu(self.bn1(self.conv1(x)))
        s = self.expand(F.silu(self.reduce(x.mean((2, 3), keepdim=True))))
        x = self.bn2(self.conv2(x * torch.sigmoid(s)))
        return self.fc(F.silu(x).mean((2, 3)))


def image(channels=3, size=16):
    return lambda: torch.randn(2, channels, size, size)


def tokens():
    return torch.randint(1, 100, (2, 12))


NETWORKS = OrderedDict(
    mlp=(Mlp, lambda: torch.randn(2, 64)),
    cnn=(cnn, image()),
    resnet=(ResNet, image()),
    mobilenet=(mobilenet, image()),
    vit=(Vit, image()),
    gpt=(Gpt, tokens),
    encoder=(Encoder, tokens),
    lstm=(lambda: Recurrent(nn.LSTM), tokens),
    lstm_deep=(lambda: Recurrent(nn.LSTM, 2, True), tokens),
    gru=(lambda: Recurrent(nn.GRU), tokens),
    rnn=(lambda: Recurrent(nn.RNN), tokens),
    unet=(UNet, image()),
    norms=(Norms, image()),
    rms_norm=(rms_norm, lambda: torch.randn(2, 64)),
    weight_norm=(weight_normed, lambda: torch.randn(2, 8, 16)),
    activations=(activations, lambda: torch.randn(4, 48)),
    llama=(Llama, tokens),
    squeeze=(SqueezeExcite, image()),
)


def build(name, trained=True, seed=0):
    """A network in eval mode and an example input. `trained` moves every entry of the state dictionary."""
    torch.manual_seed(seed)
    make, example = NETWORKS[name]
    module = make()
    if trained:
        with torch.no_grad():
            for tensor in {id(t): t for t in module.state_dict(keep_vars=True).values()}.values():
                if tensor.is_floating_point():
                    tensor.add_(torch.rand_like(tensor) * 0.2)
            for part in module.modules():
                if getattr(part, "padding_idx", None) is not None:
                    part.weight[part.padding_idx] = 0
    return module.eval(), example()
