"""The U-Nets of engine.sh in PyTorch and OpenVINO, one thread each.

    engine_peer.py MODEL.safetensors torch|openvino HEIGHT WIDTH RUNS OUTPUT

Segments what bench_engine segments with the same weights: the graph of networks_peer.py, eager, or as OpenVINO
compiles it in float32.  Writes the probabilities, and prints the least of the processor's seconds.
"""

import math
import os
import sys
import time
import warnings

import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import networks_peer as peer


def picture(rows, columns, slot):
    plane = torch.zeros(rows, columns)
    for y in range(rows):
        for x in range(columns):
            v, u = 2 * (y + 0.5) / rows - 1, 2 * (x + 0.5) / columns - 1
            if u * u + v * v < 0.8:
                plane[y, x] = 0.5 + 0.4 * math.sin(9 * u + slot) * math.cos(7 * v)
    return plane


class Segmenter(torch.nn.Module):
    def __init__(self, model, weights):
        super().__init__()
        self.options, self.net = model["network"], peer.Part(weights).segmentation

    def forward(self, x):
        return torch.softmax(peer.segment(self.net, x, self.options), 1)


def main():
    file, which, rows, columns, runs, output = sys.argv[1:]
    rows, columns = int(rows), int(columns)
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")  # of tracing: sizes are fixed
    model, weights = peer.read_model(file)
    assert model["network"]["input"] == "images", "segments images"
    x = torch.stack([picture(rows, columns, slot) for slot in range(len(model["modalities"]))])[None]
    network = Segmenter(model, weights).eval()
    run = lambda: network(x)
    if which == "openvino":
        import openvino

        core = openvino.Core()
        compiled = core.compile_model(
            openvino.convert_model(network, example_input=x, input=list(x.shape)),
            "CPU",
            {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"},
        )
        request, given = compiled.create_infer_request(), x.numpy()
        run = lambda: request.infer([given])[0]
    least = math.inf
    with torch.inference_mode():
        for _ in range(int(runs) + 1):
            begin = time.process_time()
            result = run()
            least = min(least, time.process_time() - begin)
    with open(output, "wb") as out:
        out.write(torch.as_tensor(result).contiguous().numpy().tobytes())
    print(f"{least:.6f}")


main()
