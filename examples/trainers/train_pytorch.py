"""One run of a study of stepzero in PyTorch: mnist_cnn, from the weights that stepzero drew."""
import argparse, json
import numpy as np
import torch
from torch import nn

parser = argparse.ArgumentParser()
for name, kind in dict(weights=str, samples=str, metrics=str, seed=int, lr=float, batch=int, epochs=int).items():
    parser.add_argument(f"--{name}", type=kind, required=True)
args = parser.parse_args()
torch.manual_seed(args.seed)  # dropout
order = torch.Generator().manual_seed(args.seed)  # batches
data = np.load(args.samples)
x, y, x_test, y_test = (torch.from_numpy(data[name]) for name in ("x_train", "y_train", "x_test", "y_test"))
y, y_test = y.long(), y_test.long()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.dense1, self.dense2 = nn.Linear(64 * 12 * 12, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.conv2(torch.relu(self.conv1(x)))), 2)
        x = nn.functional.dropout(x, 0.25, self.training).flatten(1)
        return self.dense2(nn.functional.dropout(torch.relu(self.dense1(x)), 0.5, self.training))

net = Net()
net.load_state_dict({name: torch.from_numpy(array) for name, array in np.load(args.weights).items()})
optimizer = torch.optim.Adadelta(net.parameters(), lr=args.lr, rho=0.95, eps=1e-7)

def report(epoch, **figures):
    with torch.no_grad():
        logits = torch.cat([net.eval()(part) for part in x_test.split(500)])
    figures["testLoss"] = nn.functional.cross_entropy(logits, y_test).item()
    figures["testAccuracy"] = (logits.argmax(1) == y_test).float().mean().item()
    with open(args.metrics, "a") as file:
        print(json.dumps({"epoch": epoch, **figures}), file=file)

report(0)  # before training
for epoch in range(1, args.epochs + 1):
    net.train()
    total, indices = 0.0, torch.randperm(len(x), generator=order)
    for batch in indices.split(args.batch):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    report(epoch, trainLoss=total / len(x), batches=indices[:8].tolist())
