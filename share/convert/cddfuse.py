#!/usr/bin/env python3
"""Turns a published checkpoint of CDDFuse (Zhao et al., CVPR 2023) into a model that f4s-fuse runs.

    cddfuse.py CHECKPOINT.pth MODEL.safetensors [--residual none|sum] [--modalities "mri,ct|pet|spect"]

The checkpoint is a dict of four state dicts, DIDF_Encoder, DIDF_Decoder, BaseFuseLayer and DetailFuseLayer: 158
tensors.  What is missing, unexpected or of another shape is listed, and nothing is written.

    --residual    none for the medical weights (CDDFuse_MIF.pth); sum for those of infrared and visible images
                  (CDDFuse_IVF.pth), which add both images before the last sigmoid; default: by the file's name

f4s-fuse then does as the published script: grey levels over 255 in, the fused image stretched to full scale.
Needs torch alone, and loads with weights_only=True: nothing in the file can run.
"""

import argparse
import json
import os
import struct
import sys

DIM, HEADS, BLOCKS, NODES = 64, 8, 4, 3


def norm_names(theirs, ours):
    return [(f"{theirs}.body.{kind}", f"{ours}.{kind}", (DIM,)) for kind in ("weight", "bias")]


def transformer(theirs, ours):
    """A Restormer block: (their name, our name, their shape)."""
    hidden = 4 * DIM
    parts = [("attn.temperature", "attention.temperature", (HEADS, 1, 1)),
             ("attn.qkv.weight", "attention.qkv.weight", (3 * DIM, DIM, 1, 1)),
             ("attn.qkv_dwconv.weight", "attention.local.weight", (3 * DIM, 1, 3, 3)),
             ("attn.project_out.weight", "attention.project.weight", (DIM, DIM, 1, 1)),
             ("ffn.project_in.weight", "feed_forward.expand.weight", (hidden, DIM, 1, 1)),
             ("ffn.dwconv.weight", "feed_forward.local.weight", (hidden, 1, 3, 3)),
             ("ffn.project_out.weight", "feed_forward.project.weight", (DIM, hidden // 2, 1, 1))]
    return block(theirs, ours, parts)


def base(theirs, ours):
    """The base branch: a dense convolution, and groups of two channels."""
    parts = [("attn.scale", "attention.temperature", (HEADS, 1, 1)),
             ("attn.qkv1.weight", "attention.qkv.weight", (3 * DIM, DIM, 1, 1)),
             ("attn.qkv2.weight", "attention.local.weight", (3 * DIM, 3 * DIM, 3, 3)),
             ("attn.proj.weight", "attention.project.weight", (DIM, DIM, 1, 1)),
             ("mlp.project_in.weight", "feed_forward.expand.weight", (2 * DIM, DIM, 1, 1)),
             ("mlp.dwconv.weight", "feed_forward.local.weight", (2 * DIM, 2, 3, 3)),
             ("mlp.project_out.weight", "feed_forward.project.weight", (DIM, DIM, 1, 1))]
    return block(theirs, ours, parts)


def block(theirs, ours, parts):
    names = norm_names(f"{theirs}norm1", f"{ours}.norm1") + norm_names(f"{theirs}norm2", f"{ours}.norm2")
    return names + [(theirs + a, f"{ours}.{b}", shape) for a, b, shape in parts]


def detail(theirs, ours):
    """An invertible node."""
    half = DIM // 2
    names = [(f"{theirs}shffleconv.weight", f"{ours}.mix.weight", (DIM, DIM, 1, 1)),
             (f"{theirs}shffleconv.bias", f"{ours}.mix.bias", (DIM,))]
    for part in ("phi", "rho", "eta"):
        for index, name, shape in ((0, "expand", (DIM, half, 1, 1)), (3, "local", (DIM, 1, 3, 3)),
                                   (5, "project", (half, DIM, 1, 1))):
            names.append((f"{theirs}theta_{part}.bottleneckBlock.{index}.weight", f"{ours}.{part}.{name}.weight", shape))
    return names


def all_names():
    """Of each of the four state dicts: (their name, our name, their shape)."""
    encoder = [("patch_embed.proj.weight", "encoder.embed.weight", (DIM, 1, 3, 3))]
    decoder = [("reduce_channel.weight", "decoder.reduce.weight", (DIM, 2 * DIM, 1, 1)),
               ("output.0.weight", "decoder.narrow.weight", (DIM // 2, DIM, 3, 3)),
               ("output.2.weight", "decoder.output.weight", (1, DIM // 2, 3, 3))]
    for i in range(BLOCKS):
        encoder += transformer(f"encoder_level1.{i}.", f"encoder.block.{i}")
        decoder += transformer(f"encoder_level2.{i}.", f"decoder.block.{i}")
    encoder += base("baseFeature.", "encoder.base")
    for i in range(NODES):
        encoder += detail(f"detailFeature.net.{i}.", f"encoder.detail.node.{i}")
    return {"DIDF_Encoder": encoder, "DIDF_Decoder": decoder, "BaseFuseLayer": base("", "base_fusion"),
            "DetailFuseLayer": detail("net.0.", "detail_fusion.node.0")}


def fail(text):
    sys.exit(f"cddfuse.py: {text}")


def listed(what, names):
    more = f", ... ({len(names)} in all)" if len(names) > 6 else ""
    return [f"{what}: " + ", ".join(names[:6]) + more] if names else []


def converted(checkpoint):
    """Our names and tensors of a checkpoint; ends with a list of what is wrong with it."""
    if not isinstance(checkpoint, dict):
        fail("the checkpoint is no dict of state dicts")
    tensors, missing, wrong, unexpected = {}, [], [], []
    wanted = all_names()
    unexpected += [str(name) for name in checkpoint if name not in wanted]
    for module, names in wanted.items():
        given = checkpoint.get(module, {})
        given = {name.removeprefix("module."): value for name, value in given.items()}
        for theirs, ours, shape in names:
            value = given.pop(theirs, None)
            if value is None:
                missing.append(f"{module}/{theirs}")
            elif tuple(value.shape) != shape:
                wrong.append(f"{module}/{theirs} {list(value.shape)} for {list(shape)}")
            else:
                tensors["fusion." + ours] = value.flatten() if theirs.endswith(("temperature", "scale")) else value
        unexpected += [f"{module}/{name}" for name in given]
    problems = listed("missing", missing) + listed("of another shape", wrong) + listed("unexpected", unexpected)
    if problems:
        fail("not a checkpoint of CDDFuse; " + "; ".join(problems))
    return tensors


def description(residual, slots, source):
    network = {"profile": "base", "input": "fused", "fusion_dim": DIM, "fusion_heads": HEADS, "fusion_blocks": BLOCKS,
               "fusion_detail_nodes": NODES, "fusion_patch": 1, "fusion_base_conv": "dense", "fusion_coupling": "free",
               "fusion_residual": residual, "fusion_slot_embedding": "no", "fusion_attention": "none"}
    return {"method": "cddfuse", "profile": "base", "network": network, "modalities": slots, "takes": ["images"],
            "gives": ["fused"], "normalization": "none", "stretch": "image", "classes": {}, "regions": {},
            "spacing_mm": [], "multiple_of": 1, "provenance": {"converted_from": source}, "metrics": {}}


def write_safetensors(path, tensors, metadata):
    header, offset, blobs = {"__metadata__": metadata}, 0, []
    for name in sorted(tensors):
        blob = tensors[name].detach().cpu().float().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    part = f"{path}.part"
    with open(part, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.writelines(blobs)
    os.replace(part, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("model")
    parser.add_argument("--residual", choices=("none", "sum"))
    parser.add_argument("--modalities", default="mri,ct|pet|spect", help='the two slots, "a,b|c"')
    arguments = parser.parse_args()
    name = os.path.basename(arguments.checkpoint)
    residual = arguments.residual or ("sum" if "IVF" in name else "none")
    slots = [slot.split("|") for slot in arguments.modalities.split(",")]
    if len(slots) != 2:
        fail(f"--modalities {arguments.modalities!r}: wanted two, as CDDFuse fuses two")
    import torch
    try:
        checkpoint = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    except Exception as error:
        fail(f"{arguments.checkpoint}: torch cannot load it: {type(error).__name__} {str(error).splitlines()[0]}")
    tensors = converted(checkpoint)
    model = json.dumps(description(residual, slots, name))
    write_safetensors(arguments.model, tensors, {"format": "f4s.model/1", "model": model})
    print(f"{arguments.model}: {len(tensors)} tensors, residual {residual}")


if __name__ == "__main__":
    main()
