"""A step of training by PyTorch's DistributedDataParallel on the networks of a model of the suite: what ranks.sh
measures against.

    torchrun --nproc-per-node N ranks_peer.py MODEL.safetensors SIDE BATCH STEPS

Both networks forward and backward on BATCH images of all ranks together, and a step of Adam.  Rank 0 prints the
median seconds of a step.
"""

import os
import statistics
import sys
import time

import torch
import torch.distributed as dist
from networks_peer import Part, fuse, read_model, seen, segment
from torch.nn.parallel import DistributedDataParallel


class Net(torch.nn.Module):
    def __init__(self, model, weights):
        super().__init__()
        self.options = model["network"]
        self.names = list(weights)
        self.all = torch.nn.ParameterList([torch.nn.Parameter(weights[name]) for name in self.names])

    def forward(self, images):
        net = Part(dict(zip(self.names, self.all)))
        fused = fuse(net.fusion, images, self.options)
        logits = segment(net.segmentation, seen(images, fused, self.options), self.options)
        return fused.square().mean() + logits.square().mean()


def main():
    path, side, batch, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    model, weights = read_model(path)
    net = Net(model, weights)
    images = torch.rand(batch // dist.get_world_size(), len(model["modalities"]), side, side)
    net(images).backward()
    for weight in net.all:  # of parts that this graph leaves out
        weight.requires_grad_(weight.grad is not None)
    net = DistributedDataParallel(net)
    adam = torch.optim.Adam([weight for weight in net.parameters() if weight.requires_grad], lr=1e-4)
    seconds = []
    for _ in range(steps + 2):  # the first two warm up
        begin = time.perf_counter()
        adam.zero_grad(set_to_none=True)
        net(images).backward()
        adam.step()
        seconds.append(time.perf_counter() - begin)
    if dist.get_rank() == 0:
        print(statistics.median(seconds[2:]))
    dist.destroy_process_group()


if __name__ == "__main__":
    if "RANK" not in os.environ:
        sys.exit("run by torchrun")
    main()
