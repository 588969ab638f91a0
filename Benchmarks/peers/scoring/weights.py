"""Reads safetensors without a library, for peers that need nothing else of it."""

import json
import struct

import numpy as np


def tensors(path):
    """The tensors of a safetensors file by name."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        found[name] = np.frombuffer(data[8 + length + start:8 + length + end], np.float32).reshape(entry["shape"])
    return found
