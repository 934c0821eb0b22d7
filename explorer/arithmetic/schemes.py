"""What "the same settings" mean in different places: rounding down, rounding up, and two kinds of "same"."""

from dataclasses import dataclass

from explorer.arithmetic.options import whole
from explorer.arithmetic.sizes import output_size, same_padding, span, unread


@dataclass(frozen=True)
class Scheme:
    """How one way of padding and rounding treats one axis.

    ``padding`` is (before, after), ``size`` the output size, ``starts`` where each window begins (input
    indices, negative in the padding) and ``unread`` the input indices that no window reads. A scheme that
    refuses the settings has none of them, and says why in ``refusal``.
    """

    name: str
    title: str
    padding: tuple[int, int] | None = None
    size: int | None = None
    starts: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    refusal: str = ""


def compare_schemes(size: int, kernel_size: int, *, stride: int = 1, dilation: int = 1) -> tuple[Scheme, ...]:
    """Return what five ways of padding and rounding make of the same axis.

    They are: no padding, rounded down (every convolution with padding 0) or up (``ceil_mode``, which only
    pooling has); "same" of Keras; "same" of PyTorch, which refuses strides above 1; and what is written in
    PyTorch instead, half of the kernel at either end.

    >>> for scheme in compare_schemes(6, 3, stride=2):
    ...     print(scheme.name, scheme.padding, scheme.size, scheme.unread, scheme.refusal)
    floor (0, 0) 2 (5,)
    ceil (0, 0) 3 ()
    keras_same (0, 1) 3 ()
    pytorch_same None None () PyTorch's padding="same" refuses stride 2: it works at stride 1 only.
    pytorch_half (1, 1) 3 ()
    """
    size, kernel = whole(size, "size"), whole(kernel_size, "kernel_size")
    step, spread = whole(stride, "stride"), whole(dilation, "dilation")
    same = same_padding(size, kernel, stride=step, dilation=spread)
    half = spread * (kernel - 1) // 2

    def scheme(name: str, title: str, padding: tuple[int, int], *, ceil_mode: bool = False) -> Scheme:
        try:
            count = output_size(
                size, kernel, stride=step, padding=padding, dilation=spread, ceil_mode=ceil_mode
            )
        except ValueError as refused:
            sentence = f"{refused}."
            return Scheme(name, title, refusal=sentence[0].upper() + sentence[1:])
        starts = tuple(place * step - padding[0] for place in range(count))
        missed = unread(size, kernel, stride=step, padding=padding, dilation=spread, ceil_mode=ceil_mode)
        return Scheme(name, title, padding, count, starts, missed)

    return (
        scheme("floor", "No padding, rounded down", (0, 0)),
        scheme("ceil", "No padding, rounded up (pooling only)", (0, 0), ceil_mode=True),
        scheme("keras_same", "Keras: same", same),
        scheme("pytorch_same", "PyTorch: same", same)
        if step == 1
        else Scheme(
            "pytorch_same",
            "PyTorch: same",
            refusal=f'PyTorch\'s padding="same" refuses stride {step}: it works at stride 1 only.',
        ),
        scheme(
            "pytorch_half", f"PyTorch: padding={half}, half of the span {span(kernel, spread)}", (half, half)
        ),
    )
