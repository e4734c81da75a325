"""From neurons to rows and back: vectors (L, N) of all neurons, (L, V) of those that are rows."""

from __future__ import annotations

from tao_spec.engine.namespaces import Array, Namespace


def pick(xp: Namespace, vectors: Array, indices: Array) -> Array:
    """The elements of vectors at some indices, subnet by subnet.

    Args:
        vectors: (L, N) of any dtype.
        indices: int64 (L, ...), from zero to N - 1.

    Returns:
        The dtype of the vectors, (L, ...) with the axes of the indices.
    """
    if indices.shape[0] == 1 and indices.ndim == 2:
        return xp.take(vectors, indices[0, ...], axis=1)
    length = max(vectors.shape[0], indices.shape[0])
    width = vectors.shape[1]
    begins = xp.arange(vectors.shape[0], dtype=xp.int64) * width
    places = indices + xp.reshape(begins, (-1,) + (1,) * (indices.ndim - 1))
    flat = xp.take(xp.reshape(vectors, (-1,)), xp.reshape(places, (-1,)), axis=0)
    return xp.reshape(flat, (length, *indices.shape[1:]))


def spread(xp: Namespace, values: Array, places: Array) -> Array:
    """Values of rows as values of all neurons, zero for those that are no rows.

    Args:
        values: int64 (L, V).
        places: int64 (L, N), as `Subnet.places`.

    Returns:
        int64 (L, N).
    """
    none = xp.zeros((values.shape[0], 1), dtype=values.dtype)
    return pick(xp, xp.concat([values, none], axis=1), places)
