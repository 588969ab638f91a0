"""The architecture `resnet1d-tabular` in PyTorch, to be trained in two stages.

A recording is a picture one pixel high, so that the twelve leads of a sample lie side by side in memory: on one
thread that trains half as fast again as one-dimensional convolutions. Names are those of the published code.
"""

import torch
from torch import nn

STAGES = ((3, 1), (4, 2), (6, 2), (3, 2))


def convolution(inputs, outputs, kernel, stride):
    return nn.Conv2d(inputs, outputs, (1, kernel), (1, stride), (0, kernel // 2), bias=False)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = convolution(inputs, outputs, 7, stride)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = convolution(outputs, outputs, 7, 1)
        self.bn2 = nn.BatchNorm2d(outputs)
        changes = stride != 1 or inputs != outputs
        self.downsample = (
            nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)) if changes else None
        )

    def forward(self, x):
        y = torch.relu_(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu_(y + (x if self.downsample is None else self.downsample(x)))


class ResNet1DTabular(nn.Module):
    def __init__(self, width, outputs, steps):
        super().__init__()
        self.conv1 = convolution(12, width, 15, 2)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for number, (blocks, stride) in enumerate(STAGES, 1):
            planes = width << (number - 1)
            stage = [Block(inputs, planes, stride)] + [Block(planes, planes, 1) for _ in range(blocks - 1)]
            # A block whose second scale is zero passes its input on: stage one may leave it out.
            for block in stage[1:]:
                nn.init.zeros_(block.bn2.weight)
            setattr(self, f"layer{number}", nn.Sequential(*stage))
            inputs = planes
        self.output = nn.Linear(2 * inputs + 7, outputs)
        # Learns the finer steps of the findings from the same features; it is not exported.
        self.helper = nn.Linear(2 * inputs + 7, steps)
        self.shallow = False

    def features(self, x, tabular):
        x = torch.relu_(self.bn1(self.conv1(x)))
        x = nn.functional.max_pool2d(x, (1, 3), (1, 2), (0, 1))
        for number in range(1, 5):
            stage = getattr(self, f"layer{number}")
            x = stage[0](x) if self.shallow else stage(x)
        return torch.cat([x.mean((2, 3)), x.amax((2, 3)), tabular], 1)

    def forward(self, x, tabular):
        features = self.features(x, tabular)
        return self.output(features), self.helper(features)
