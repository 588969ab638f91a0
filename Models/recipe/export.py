"""A trained network as `resnet1d-tabular` in safetensors: export.py CHECKPOINT FILE.safetensors.

The bytes are those that Stratum's own writer gives: tensors sorted by name, no spaces in the header.
"""

import argparse
import hashlib
import json
import pathlib
import struct

import torch


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    options = parser.parse_args()
    tensors = architecture(torch.load(options.checkpoint))
    options.output.write_bytes(safetensors(tensors))
    print(digest(tensors))


def architecture(state):
    """Name to array, of the published names: without the helper, the counters and the height of one."""
    unused = ("helper.weight", "helper.bias")
    kept = {name: tensor for name, tensor in state.items()
            if name not in unused and not name.endswith("num_batches_tracked")}
    return {name: (tensor.squeeze(2) if tensor.dim() == 4 else tensor).contiguous().numpy().astype("<f4")
            for name, tensor in sorted(kept.items())}


def safetensors(tensors):
    header, start = {}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [start, start + values.nbytes]}
        start += values.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(values.tobytes() for values in tensors.values())


def digest(tensors):
    """The digest of a card: name, zero, number of sizes, sizes and values of each tensor."""
    sha = hashlib.sha256()
    for name, values in tensors.items():
        sha.update(name.encode() + b"\0" + struct.pack(f"<{1 + values.ndim}Q", values.ndim, *values.shape))
        sha.update(values.tobytes())
    return sha.hexdigest()


if __name__ == "__main__":
    main()
