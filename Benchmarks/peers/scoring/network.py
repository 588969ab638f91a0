"""Times ONNX Runtime and OpenVINO on the network that ScoringBenchmark wrote: python3 network.py ECGS WORK

The graph is made here from the same weights, batch normalisation folded into the convolutions as exporters do.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
import openvino
from onnx import TensorProto, helper, numpy_helper

import lean
from timing import measure
from weights import tensors


class Graph:
    """Nodes and constants on their way into a model."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def add(self, kind, inputs, **attributes):
        output = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def convolution(self, source, name, norm, kernel, stride):
        weight = self.weights[f"{name}.weight"].astype(np.float64)
        scale = self.weights[f"{norm}.weight"] / np.sqrt(self.weights[f"{norm}.running_var"].astype(np.float64) + 1e-5)
        bias = self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * scale
        inputs = [source, self.constant(f"{name}.weight", (weight * scale[:, None, None]).astype(np.float32)),
                  self.constant(f"{name}.bias", bias.astype(np.float32))]
        padding = (kernel - 1) // 2
        return self.add("Conv", inputs, kernel_shape=[kernel], strides=[stride], pads=[padding, padding])

    def block(self, source, name, stride):
        inner = self.add("Relu", [self.convolution(source, f"{name}.conv1", f"{name}.bn1", 7, stride)])
        inner = self.convolution(inner, f"{name}.conv2", f"{name}.bn2", 7, 1)
        if f"{name}.downsample.0.weight" in self.weights:
            source = self.convolution(source, f"{name}.downsample.0", f"{name}.downsample.1", 1, stride)
        return self.add("Relu", [self.add("Add", [inner, source])])


def model(weights):
    graph = Graph(weights)
    x = graph.add("Transpose", ["waveforms"], perm=[0, 2, 1])
    x = graph.add("Relu", [graph.convolution(x, "conv1", "bn1", 15, 2)])
    x = graph.add("MaxPool", [x], kernel_shape=[3], strides=[2], pads=[1, 1])
    for stage, blocks in enumerate([3, 4, 6, 3], start=1):
        for block in range(blocks):
            x = graph.block(x, f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1)
    pooled = [graph.add("Flatten", [graph.add(kind, [x])]) for kind in ("GlobalAveragePool", "GlobalMaxPool")]
    features = graph.add("Concat", pooled + ["tabular"], axis=1)
    weight = graph.constant("output.weight", weights["output.weight"])
    bias = graph.constant("output.bias", weights["output.bias"])
    graph.nodes.append(helper.make_node("Gemm", [features, weight, bias], ["logits"], transB=1))
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in
              [("waveforms", ["n", 2500, 12]), ("tabular", ["n", 7]), ("logits", ["n", len(weights["output.bias"])])]]
    whole = helper.make_graph(graph.nodes, "resnet1d-tabular", values[:2], values[2:], graph.constants)
    made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made.SerializeToString()


def onnx_runtime(serialised, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(serialised, options, providers=["CPUExecutionProvider"])
    return lambda waveforms, tabular: session.run(None, {"waveforms": waveforms, "tabular": tabular})[0]


def open_vino(serialised, threads, batch):
    core = openvino.Core()
    network = core.read_model(serialised)
    network.reshape({"waveforms": [batch, 2500, 12], "tabular": [batch, 7]})
    hint = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    request = core.compile_model(network, "CPU", hint).create_infer_request()
    return lambda waveforms, tabular: request.infer({"waveforms": waveforms, "tabular": tabular})["logits"]


def main(ecgs, work):
    serialised = model(tensors(work / "network.safetensors"))
    waveforms = np.fromfile(work / "waveforms.f32", np.float32).reshape(-1, 2500, 12)
    tabular = np.fromfile(work / "tabular.f32", np.float32).reshape(-1, 7)
    for threads in (1, 2):
        for batch in (1, len(waveforms)):
            given = waveforms[:batch], tabular[:batch]
            for tool, run in [("ONNX Runtime", onnx_runtime(serialised, threads)),
                              ("OpenVINO", open_vino(serialised, threads, batch))]:
                measure(f"network_{threads}_thread", batch, tool, lambda: float(run(*given).sum(dtype=float)))
    run = onnx_runtime(serialised, 1)
    documents = lean.documents(ecgs)
    measure("muse_to_logits", len(documents), "Python lean",
            lambda: float(sum(run(*lean.network_input(document)).sum(dtype=float) for document in documents)))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
