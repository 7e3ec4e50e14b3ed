"""Write and read UFF files, the graph format of TensorRT's UffParser.

The parser imports a UFF graph into an explicit-batch network and resolves custom nodes from the
plugin registry; it ends with TensorRT 8.6. `trtplugins.build` takes the files made here.

    graph = Graph()
    x = graph.input("x", shape=(-1, 64, 32, 32))
    graph.output(graph.custom("LReLU_TRT", [x], name="y", negSlope=0.2))
    graph.save("model.uff")
"""

from trtplugins.uff.errors import UffError
from trtplugins.uff.graph import Graph, load
from trtplugins.uff.node import Node
from trtplugins.uff.operations import OPERATIONS

__all__ = ["OPERATIONS", "Graph", "Node", "UffError", "load"]
