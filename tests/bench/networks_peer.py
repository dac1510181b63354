"""The networks of f4s-fuse and f4s-segment, written plainly in PyTorch: what networks.sh measures against.

    networks_peer.py MODEL.safetensors fuse|segment|train HEIGHT WIDTH CASES RUNS DEVICE IMAGES OUTPUT

Takes the weights of a model of the suite.  `fuse` fuses one case of all its modalities; `segment` gives the
probabilities of one fused image (here: the first modality), with its sources where the model sees them; `train` fuses a batch of CASES, segments what was
fused where the model does, and goes back to all weights.  Prints one JSON object: parameters,
multiply-accumulates, the least processor's seconds of RUNS (on a GPU: seconds), and the peak of memory beyond
what was there before, in bytes.  IMAGES is a file of float32, [M,HEIGHT,WIDTH]; the result goes to OUTPUT: the
fused image, the probabilities, or the loss.
"""

import json
import math
import struct
import sys
import time

import torch
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode


def read_model(path):
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = file.read()
    model = json.loads(header.pop("__metadata__")["model"])
    weights = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        weights[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32).reshape(entry["shape"])
    return model, weights


class Part:
    """The weights below a name."""

    def __init__(self, weights, name=""):
        self.weights, self.name = weights, name

    def __getattr__(self, name):
        return Part(self.weights, f"{self.name}.{name}" if self.name else name)

    def __getitem__(self, index):
        return Part(self.weights, f"{self.name}.{index}")

    def get(self, name):
        return self.weights.get(f"{self.name}.{name}" if self.name else name)

    def has(self, name):
        prefix = f"{self.name}.{name}" if self.name else name
        return any(key.startswith(prefix) for key in self.weights)


def conv(part, x, stride=1, groups=1, padding=None):
    weight = part.get("weight")
    padding = weight.shape[2] // 2 if padding is None else padding
    return F.conv2d(x, weight, part.get("bias"), stride, padding, 1, groups)


def depthwise(part, x, stride=1, padding=None):
    return conv(part, x, stride, x.shape[1], padding)


def linear(part, x):
    return F.linear(x, part.get("weight"), part.get("bias"))


def channel_norm(part, x):
    n, c, h, w = x.shape
    tokens = x.flatten(2).transpose(1, 2)
    tokens = F.layer_norm(tokens, (c,), part.get("weight"), part.get("bias"), 1e-5)
    return tokens.transpose(1, 2).reshape(n, c, h, w)


def group_norm(part, x):
    return F.group_norm(x, max(1, x.shape[1] // 8), part.get("weight"), part.get("bias"), 1e-5)


def pad_to(x, multiple, least=1):
    """Mirrored at the lower and right end."""
    for dim in (2, 3):
        n = x.shape[dim]
        wanted = -(-max(n, least) // multiple) * multiple
        period = max(1, 2 * (n - 1))
        index = [min(i % period, period - i % period) for i in range(wanted)]
        x = x.index_select(dim, torch.tensor(index, device=x.device)) if wanted > n else x
    return x


# Fusion: Restormer blocks, base and detail branches, cross-attention.


def channel_attention(part, x, heads):
    n, c, h, w = x.shape
    qkv = conv(part.qkv, x)
    local = part.local.get("weight")
    qkv = conv(part.local, qkv, groups=3 * c if local.shape[1] == 1 else 1)
    q, k, v = (t.reshape(n, heads, c // heads, h * w) for t in qkv.chunk(3, 1))
    q, k = F.normalize(q, dim=-1), F.normalize(k, dim=-1)
    attention = (q @ k.transpose(2, 3) * part.get("temperature").view(-1, 1, 1)).softmax(-1)
    return conv(part.project, (attention @ v).reshape(n, c, h, w))


def gated_feed_forward(part, x):
    wide = conv(part.expand, x)
    wide = conv(part.local, wide, groups=wide.shape[1] // part.local.get("weight").shape[1])
    a, b = wide.chunk(2, 1)
    return conv(part.project, F.gelu(a) * b)


def transformer(part, x, heads):
    x = x + channel_attention(part.attention, channel_norm(part.norm1, x), heads)
    return x + gated_feed_forward(part.feed_forward, channel_norm(part.norm2, x))


def coupling(part, x):
    x = F.pad(F.relu6(conv(part.expand, x)), (1, 1, 1, 1), mode="reflect")
    return conv(part.project, F.relu6(depthwise(part.local, x, padding=0)))


def detail_extraction(part, x):
    node = 0
    while part.node.has(f"{node}."):
        one = part.node[node]
        z1, z2 = conv(one.mix, x).chunk(2, 1)
        z2 = z2 + coupling(one.phi, z1)
        z1 = z1 * torch.exp(2 * torch.tanh(coupling(one.rho, z2) / 2)) + coupling(one.eta, z2)
        x = torch.cat([z1, z2], 1)
        node += 1
    return x


def blocks(part, x, heads):
    index = 0
    while part.has(f"{index}."):
        x = transformer(part[index], x, heads)
        index += 1
    return x


def tokens_in(x, rows, columns):
    """[N,P,C,H,W] in regions of rows x columns -> [regions,P rows columns,C]."""
    n, p, c, h, w = x.shape
    x = x.reshape(n, p, c, h // rows, rows, w // columns, columns)
    return x.permute(0, 3, 5, 1, 4, 6, 2).reshape(-1, p * rows * columns, c)


def planes_of(tokens, rows, columns, h, w):
    x = tokens.reshape(-1, h // rows, w // columns, rows, columns, tokens.shape[2])
    return x.permute(0, 5, 1, 3, 2, 4).reshape(-1, tokens.shape[2], h, w)


def cross_attention(part, features, heads, side, everywhere):
    """Of the first modality to all others, which stand in their slots' order."""
    n, m, c, h, w = features.shape
    x = pad_to(channel_norm(part.norm, features.flatten(0, 1)), side)
    if everywhere:
        x = F.avg_pool2d(x, side)
    gh, gw = x.shape[2:]
    rows, columns = (gh, gw) if everywhere else (side, side)
    x = x.unflatten(0, (n, m))
    context = (x[:, 1:] + part.get("slot_embedding")[1:m, :, None, None]).flatten(0, 1)
    q = tokens_in(conv(part.query, x[:, 0])[:, None], rows, columns)
    k = tokens_in(conv(part.key, context).unflatten(0, (n, m - 1)), rows, columns)
    v = tokens_in(conv(part.value, context).unflatten(0, (n, m - 1)), rows, columns)
    q, k, v = (t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (q, k, v))
    attention = (q @ k.transpose(2, 3) / math.sqrt(c // heads)).softmax(-1)
    out = planes_of((attention @ v).transpose(1, 2).flatten(2), rows, columns, gh, gw)
    out = conv(part.project, out) * part.get("gate")[:, None, None]
    if everywhere:
        out = F.interpolate(out, scale_factor=side, mode="bilinear", align_corners=False)
    return out[:, :, :h, :w]


def fuse(net, images, options):
    """[N,M,H,W] -> [N,1,H,W]."""
    n, m, rows, columns = images.shape
    p, heads = options["fusion_patch"], options["fusion_heads"]
    padded = pad_to(images, p, 2 * p)
    x = padded.flatten(0, 1).unsqueeze(1)
    x = conv(net.encoder.embed, F.pixel_unshuffle(x, p) if p > 1 else x)
    if net.get("slot_embedding") is not None:
        x = x + net.get("slot_embedding")[:m].repeat(n, 1)[:, :, None, None]
    x = blocks(net.encoder.block, x, heads)
    base = transformer(net.encoder.base, x, heads).unflatten(0, (n, m))
    detail = detail_extraction(net.encoder.detail, x).unflatten(0, (n, m))
    base_sum, detail_sum = base.sum(1) * (2 / m), detail.sum(1) * (2 / m)
    if options.get("fusion_attention") == "cross":
        base_sum = base_sum + cross_attention(net.base_attention, base, heads, max(1, 8 // p), True)
        detail_sum = detail_sum + cross_attention(net.detail_attention, detail, heads, 8, False)
    merged = torch.cat([transformer(net.base_fusion, base_sum, heads), detail_extraction(net.detail_fusion, detail_sum)], 1)
    trunk = blocks(net.decoder.block, conv(net.decoder.reduce, merged), heads)
    if options["fusion_residual"] == "none":
        out = conv(net.decoder.output, F.leaky_relu(conv(net.decoder.narrow, trunk), 0.01))
        fused = torch.sigmoid(F.pixel_shuffle(out, p) if p > 1 else out)
    else:
        own = conv(net.mix_detail, detail.flatten(0, 1)).unflatten(0, (n, m))
        joint = F.leaky_relu(conv(net.mix_trunk, trunk)[:, None] + own, 0.01)
        out = F.pixel_shuffle(conv(net.mix_output, joint.flatten(0, 1)), p)
        line = torch.tensor([0.25, 0.5, 0.25], device=out.device)
        shares = F.pad(1.5 * torch.tanh(out.view(-1, 1, *padded.shape[2:])), (1, 1, 1, 1), mode="reflect")
        shares = F.conv2d(shares, torch.outer(line, line)[None, None]).view(padded.shape)
        start = padded.mean(1, True) if options["fusion_residual"] == "mean" else padded.amax(1, True)
        fused = (start + (shares * padded).sum(1, True)).clamp(0, 1)
    return fused[:, :, :rows, :columns]


# Segmentation: a convolutional stem, a transformer with adapters, a decoder with skips.


def conv_pair(part, x, stride=1):
    x = F.relu(group_norm(part.norm1, conv(part.conv1, x, stride)))
    return F.relu(group_norm(part.norm2, conv(part.conv2, x)))


def adapter(part, x):
    gate = torch.sigmoid(linear(part.excite, F.relu(linear(part.squeeze, x.mean((2, 3))))))
    x = x * gate[:, :, None, None]
    groups = x.shape[1] // part.down.get("weight").shape[1]
    low = F.relu(conv(part.down, x, 2, groups))
    return channel_norm(part.norm, x + F.relu(F.conv_transpose2d(low, part.get("up"), None, 2, 1, 0, groups)))


def adapter_block(part, x, heads):
    n, c, h, w = x.shape
    tokens = channel_norm(part.norm1, x).flatten(2).transpose(1, 2)
    q, k, v = linear(part.qkv, tokens).view(n, h * w, 3, heads, c // heads).permute(2, 0, 3, 1, 4)
    attention = (q @ k.transpose(2, 3) / math.sqrt(c // heads)).softmax(-1)
    out = linear(part.project, (attention @ v).transpose(1, 2).reshape(n, h * w, c))
    x = x + out.transpose(1, 2).reshape(n, c, h, w)
    u = channel_norm(part.norm2, x)
    out = linear(part.contract, F.gelu(linear(part.expand, u.flatten(2).transpose(1, 2))))
    x = x + out.transpose(1, 2).reshape(n, c, h, w)
    return x + adapter(part.adapter, u) if part.has("adapter.") else x


def standardised(part, x, stride=1):
    weight = part.get("weight")
    variance, mean = torch.var_mean(weight, dim=(1, 2, 3), keepdim=True, unbiased=False)
    weight = (weight - mean) / torch.sqrt(variance + 1e-5)
    return F.conv2d(x, weight, None, stride, weight.shape[2] // 2)


def bottleneck(part, x, stride):
    own = x
    if part.has("shortcut."):
        own = group_norm(part.shortcut_norm, standardised(part.shortcut, x, stride))
    x = F.relu(group_norm(part.norm1, standardised(part.conv1, x)))
    x = F.relu(group_norm(part.norm2, standardised(part.conv2, x, stride)))
    return F.relu(own + group_norm(part.norm3, standardised(part.conv3, x)))


def resnet_skips(part, x):
    x = F.relu(group_norm(part.root_norm, standardised(part.root, x, 2)))
    skips = [x]
    x = F.max_pool2d(x, 3, 2, 1)
    for stage in range(3):
        unit = 0
        while part.has(f"stage{stage + 1}.{unit}."):
            x = bottleneck(getattr(part, f"stage{stage + 1}")[unit], x, 2 if unit == 0 and stage > 0 else 1)
            unit += 1
        skips.append(x)
    return skips


def unet_stage(part, x, stride=1):
    for conv_part, norm, by in ((part.conv1, part.norm1, stride), (part.conv2, part.norm2, 1)):
        x = F.leaky_relu(F.group_norm(conv(conv_part, x, by), conv_part.get("bias").numel(), norm.get("weight"),
                                      norm.get("bias"), 1e-5), 0.01)
    return x


def unet(net, x, options):
    rows, columns = x.shape[2:]
    levels = options["segmentation_levels"]
    x = pad_to(x, 1 << levels, 2 << levels)
    skips = []
    for level in range(levels + 1):
        x = unet_stage(net.down[level], x, 1 if level == 0 else 2)
        skips.append(x)
    skips.pop()
    for level in reversed(range(levels)):
        x = F.conv_transpose2d(x, net.up[level].get("weight"), net.up[level].get("bias"), 2)
        x = unet_stage(net.merge[level], torch.cat([x, skips.pop()], 1))
    return conv(net.head[0], x)[:, :, :rows, :columns]


def seen(images, fused, options):
    """What the segmentation network is given."""
    return {"fused": fused, "images": images, "both": torch.cat([fused, images], 1)}[options["input"]]


def segment(net, x, options):
    if options.get("segmenter") == "unet":
        return unet(net, x, options)
    rows, columns = x.shape[2:]
    x = pad_to(x, 2 << options["segmentation_levels"])
    if net.has("stem."):
        skips = [None] + resnet_skips(net.stem, x)
    else:
        skips, level = [], 0
        while net.down.has(f"{level}."):
            x = conv_pair(net.down[level], x, 1 if level == 0 else 2)
            skips.append(x)
            level += 1
    x = conv(net.embed, skips.pop())
    grid = net.positions.get("grid")[None]
    x = x + F.interpolate(grid, x.shape[2:], mode="bilinear", align_corners=False)
    index = 0
    while net.block.has(f"{index}."):
        x = adapter_block(net.block[index], x, options["segmentation_heads"])
        index += 1
    x = F.relu(group_norm(net.unembed_norm, conv(net.unembed, channel_norm(net.norm, x))))
    index = 0
    while net.up.has(f"{index}."):
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        skip = skips.pop()
        x = conv_pair(net.up[index], x if skip is None else torch.cat([x, skip], 1))
        index += 1
    return conv(net.head, x)[:, :, :rows, :columns]


# Measuring.


def resident(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


class Measured:
    """The least seconds of several runs, and the peak of memory beyond what there was before."""

    def __init__(self, work, runs, device):
        on_gpu = device != "cpu"
        clock = time.perf_counter if on_gpu else time.process_time
        if on_gpu:
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated() if on_gpu else resident("VmRSS")
        with open("/proc/self/clear_refs", "w") as refs:
            refs.write("5")
        self.seconds = math.inf
        for _ in range(runs + 1):  # the first one warms up
            begin = clock()
            self.result = work()
            if on_gpu:
                torch.cuda.synchronize()
            self.seconds = min(self.seconds, clock() - begin)
        self.peak = (torch.cuda.max_memory_allocated() if on_gpu else resident("VmHWM")) - before


def main():
    path, what, height, width, cases, runs, device = sys.argv[1:8]
    height, width, cases, runs = int(height), int(width), int(cases), int(runs)
    torch.set_num_threads(1)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    model, weights = read_model(path)
    options, m = model["network"], len(model["modalities"])
    weights = {name: weight.to(device) for name, weight in weights.items()}
    net = Part(weights)
    images = torch.frombuffer(bytearray(open(sys.argv[8], "rb").read()), dtype=torch.float32).to(device)
    images = images.view(1, m, height, width).repeat(cases if what == "train" else 1, 1, 1, 1)

    def infer():
        with torch.inference_mode():
            if what == "fuse":
                return fuse(net.fusion, images, options).cpu()
            return segment(net.segmentation, seen(images, images[:, :1], options), options).softmax(1).cpu()

    def train():
        fused = fuse(net.fusion, images, options)
        loss = fused.square().mean()
        if net.has("segmentation."):
            loss = loss + segment(net.segmentation, seen(images, fused, options), options).square().mean()
        for weight in weights.values():
            weight.grad = None
        loss.backward()
        return loss.detach().cpu()

    if what == "train":
        for weight in weights.values():
            weight.requires_grad_()
    work = train if what == "train" else infer
    measured = Measured(work, runs, device)
    with FlopCounterMode(display=False) as counter:
        work()
    with open(sys.argv[9], "wb") as out:
        out.write(measured.result.contiguous().numpy().tobytes())
    print(json.dumps({"parameters": sum(w.numel() for w in weights.values()),
                      "macs": counter.get_total_flops() // 2,
                      "seconds": measured.seconds, "peak_bytes": measured.peak}))


if __name__ == "__main__":
    main()
