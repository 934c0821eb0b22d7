"""Views of a traced network, for the app of the feature maps and for its tests."""

from __future__ import annotations

from typing import Any

from explorer.arithmetic import Conv2d, Linear, Network, Softmax, Trace
from explorer.components.feature_maps import LayerView, contributions
from explorer.figures.percentages import percentages


def layer_views(network: Network, trace: Trace) -> list[LayerView]:
    views: list[LayerView] = []
    for name, layer in network.layers.items():
        weights = network.layer_weights(name)
        more: dict[str, Any] = {}
        if isinstance(layer, Conv2d):
            more["kernels"] = weights["weight"]
        if isinstance(layer, Linear):
            maps = next(view.activation for view in reversed(views) if view.kind == "maps")
            more |= {"contributions": contributions(weights["weight"], maps), "bias": weights["bias"]}
        if isinstance(layer, Softmax):
            more["printed"] = [f"{text} %" for text in percentages(trace.activations[name])]
        views.append(
            LayerView(
                name,
                type(layer).__name__,
                trace.activations[name],
                facts=[("Parameters", f"{layer.parameter_count:,}")],
                receptive_field=network.receptive_field(name),
                **more,
            )
        )
    return views
