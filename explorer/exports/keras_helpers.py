"""The layers that Keras does not have, as they are written into a script that needs them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MIRROR_PADDING = '''
class MirrorPadding2D(keras.layers.Layer):
    """Padding with cells of the input again: "reflect", "edge" or "wrap", as NumPy calls them."""

    def __init__(self, rows, columns, mode, **options):
        super().__init__(**options)
        self.rows, self.columns, self.mode = rows, columns, mode

    def call(self, images):
        rows = np.pad(np.arange(images.shape[1]), self.rows, mode=self.mode)
        columns = np.pad(np.arange(images.shape[2]), self.columns, mode=self.mode)
        return keras.ops.take(keras.ops.take(images, rows, axis=1), columns, axis=2)
'''

LOWEST_PADDING = '''
class LowestPadding2D(keras.layers.Layer):
    """Padding that is never the maximum."""

    def __init__(self, padding, **options):
        super().__init__(**options)
        self.padding = padding

    def call(self, images):
        sides = ((0, 0), *self.padding, (0, 0))
        return keras.ops.pad(images, sides, constant_values=-float("inf"))
'''

STRIDE = '''
class Stride2D(keras.layers.Layer):
    """Every so many rows and columns: the stride of a dilated convolution."""

    def __init__(self, strides, **options):
        super().__init__(**options)
        self.strides = strides

    def call(self, images):
        return images[:, :: self.strides[0], :: self.strides[1]]
'''

DILATED_MAX_POOLING = '''
class DilatedMaxPooling2D(keras.layers.Layer):
    """The maximum over windows with holes."""

    def __init__(self, pool_size, strides, dilation_rate, **options):
        super().__init__(**options)
        self.pool_size, self.strides, self.dilation_rate = pool_size, strides, dilation_rate

    def places(self, size, axis):
        """Return the slice of an axis that each place of the window reads."""
        step, hole = self.strides[axis], self.dilation_rate[axis]
        reach = (size - 1 - hole * (self.pool_size[axis] - 1)) // step * step + 1
        starts = (hole * place for place in range(self.pool_size[axis]))
        return [slice(start, start + reach, step) for start in starts]

    def call(self, images):
        rows, columns = (self.places(images.shape[axis + 1], axis) for axis in (0, 1))
        seen = [images[:, row, column] for row in rows for column in columns]
        return functools.reduce(keras.ops.maximum, seen)
'''

COUNTING_AVERAGE_POOLING = '''
class CountingAveragePooling2D(keras.layers.Layer):
    """The average over the cells of the input, and of so much of the padding as is counted."""

    def __init__(self, pool_size, strides, padding, counted=((0, 0), (0, 0)), **options):
        super().__init__(**options)
        self.pool_size, self.strides, self.padding, self.counted = pool_size, strides, padding, counted

    def call(self, images):
        height, width = images.shape[1:3]
        cells = np.ones((1, height, width, 1), "float32")
        counted, padding = (((0, 0), *sides, (0, 0)) for sides in (self.counted, self.padding))
        cells = np.pad(cells, counted, constant_values=1)
        cells = np.pad(cells, [(p - c, q - d) for (p, q), (c, d) in zip(padding, counted)])
        padded = keras.ops.pad(images, padding)
        sums = keras.ops.average_pool(padded, self.pool_size, self.strides)
        counts = keras.ops.average_pool(cells, self.pool_size, self.strides)
        return sums / counts
'''

ADAPTIVE_AVERAGE_POOLING = '''
class AdaptiveAveragePooling2D(keras.layers.Layer):
    """The averages of windows spread evenly over the map, whatever its size."""

    def __init__(self, output_size, **options):
        super().__init__(**options)
        self.output_size = output_size

    def call(self, images):
        for axis, count in zip((1, 2), self.output_size):
            size = images.shape[axis]
            averages = []
            for place in range(count):
                window = list(range(place * size // count, -(-(place + 1) * size // count)))
                averages.append(keras.ops.mean(keras.ops.take(images, window, axis=axis), axis=axis))
            images = keras.ops.stack(averages, axis=axis)
        return images
'''

LOCAL_RESPONSE_NORM = '''
class LocalResponseNorm(keras.layers.Layer):
    """Each number divided by a power of its neighbours' energy in the channels around it."""

    def __init__(self, size, alpha, beta, k, **options):
        super().__init__(**options)
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def call(self, images):
        channels = images.shape[-1]
        around = (self.size // 2, (self.size - 1) // 2)
        squares = keras.ops.pad(keras.ops.square(images), ((0, 0), (0, 0), (0, 0), around))
        energy = sum(squares[..., first : first + channels] for first in range(self.size)) / self.size
        return images / (self.k + self.alpha * energy) ** self.beta
'''

SOFTPLUS = '''
class Softplus(keras.layers.Layer):
    """ReLU with a rounded corner, the sharper the larger beta."""

    def __init__(self, beta, **options):
        super().__init__(**options)
        self.beta = beta

    def call(self, images):
        return keras.ops.softplus(self.beta * images) / self.beta
'''

TABLE_CONV = '''
class TableConv2D(keras.layers.Layer):
    """A convolution whose filters read only the input channels that a table names."""

    def __init__(self, table, kernel_size, **options):
        super().__init__(**options)
        self.table, self.kernel_size = table, kernel_size

    def build(self, shape):
        pairs = [(channel, row) for row, channels in enumerate(self.table) for channel in channels]
        self.kernel = self.add_weight(shape=(*self.kernel_size, len(pairs)), name="kernel")
        self.bias = self.add_weight(shape=(len(self.table),), initializer="zeros", name="bias")
        self.places = np.zeros((len(pairs), shape[-1], len(self.table)), "float32")
        for connection, (channel, row) in enumerate(pairs):
            self.places[connection, channel, row] = 1

    def call(self, images):
        kernels = keras.ops.tensordot(self.kernel, keras.ops.convert_to_tensor(self.places), axes=1)
        return keras.ops.conv(images, kernels) + self.bias
'''

SUBSAMPLING = '''
class Subsampling2D(keras.layers.Layer):
    """The sum of each window, times one weight per channel, plus its bias."""

    def __init__(self, pool_size, **options):
        super().__init__(**options)
        self.pool_size, self.cells = pool_size, pool_size[0] * pool_size[1]

    def build(self, shape):
        weight = keras.initializers.Constant(1 / self.cells)
        self.weight = self.add_weight(shape=(shape[-1],), initializer=weight, name="weight")
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, images):
        sums = keras.ops.average_pool(images, self.pool_size, self.pool_size) * self.cells
        return sums * self.weight + self.bias
'''

RADIAL_BASIS = '''
class RadialBasis(keras.layers.Layer):
    """The squared distance from one fixed pattern per class; here the patterns are drawn by chance."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def build(self, shape):
        patterns = keras.initializers.RandomUniform(-1, 1)
        self.patterns = self.add_weight(
            shape=(self.units, shape[-1]), initializer=patterns, trainable=False, name="patterns"
        )

    def call(self, features):
        return keras.ops.sum(keras.ops.square(features[:, None] - self.patterns), axis=-1)
'''

HELPERS: Mapping[str, str] = MappingProxyType(
    {
        "MirrorPadding2D": MIRROR_PADDING,
        "LowestPadding2D": LOWEST_PADDING,
        "Stride2D": STRIDE,
        "DilatedMaxPooling2D": DILATED_MAX_POOLING,
        "CountingAveragePooling2D": COUNTING_AVERAGE_POOLING,
        "AdaptiveAveragePooling2D": ADAPTIVE_AVERAGE_POOLING,
        "LocalResponseNorm": LOCAL_RESPONSE_NORM,
        "Softplus": SOFTPLUS,
        "TableConv2D": TABLE_CONV,
        "Subsampling2D": SUBSAMPLING,
        "RadialBasis": RADIAL_BASIS,
    }
)
