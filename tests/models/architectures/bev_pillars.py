"""A bird's-eye view as PointPillars': points pooled into pillars and scattered onto a grid."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH, SIDE, POINTS = 16, 6, 5
OPSET = 18
DYNAMIC = {"points": {0: "pillars"}, "cells": {0: "pillars"}}


class Pillars(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Linear(4, WIDTH, bias=False), nn.LayerNorm(WIDTH), nn.ReLU()
        )
        self.neck = nn.Sequential(
            nn.Conv2d(WIDTH, WIDTH, 3, stride=2, padding=1),
            nn.BatchNorm2d(WIDTH),
            nn.ReLU(),
            nn.ConvTranspose2d(WIDTH, WIDTH, 2, stride=2),
            nn.BatchNorm2d(WIDTH),
            nn.ReLU(),
        )
        self.heat, self.box = nn.Conv2d(WIDTH, 3, 1), nn.Conv2d(WIDTH, 7, 1)

    def forward(self, points: Tensor, cells: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        pillars = self.features(points).amax(1)
        grid = torch.zeros(SIDE * SIDE, WIDTH, device=points.device)
        grid = grid.index_put((cells,), pillars)
        x = self.neck(grid.t().reshape(1, WIDTH, SIDE, SIDE))
        heat = self.heat(x).sigmoid()
        scores, best = heat.flatten(1).topk(4)
        boxes = self.box(x).flatten(2).transpose(1, 2)
        chosen = boxes.gather(1, (best % (SIDE * SIDE))[..., None].expand(-1, -1, 7))
        return scores, best, chosen, heat


def model() -> nn.Module:
    return Pillars()


def feeds(turn: int) -> dict[str, Tensor]:
    pillars = 10 + 3 * turn
    return {
        "points": torch.randn(pillars, POINTS, 4),
        "cells": torch.randperm(SIDE * SIDE)[:pillars],
    }
