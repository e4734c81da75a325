"""Where the real client aborts: a panic is no answer of the protocol, so the specification raises."""

from __future__ import annotations


class ClientPanic(Exception):
    """The real client aborts on this input, so the chain has no result for it."""


class DivisionByZero(ClientPanic):
    """A saturating division by zero: `safe_div` and `checked_div` are the ones that allow it."""


class NotANumber(ClientPanic):
    """A double above 2^1023 was to become a fixed-point number; the client mistakes it for one that is not a number."""


class OutOfRange(ClientPanic):
    """Raw bits or an integer were given that the declared type cannot hold."""


class MisshapenMatrix(ClientPanic):
    """A matrix has no row, fewer rows than its vector has elements, or rows of different lengths.

    Also a vector in storage that does not fit the size of its subnet.
    """
