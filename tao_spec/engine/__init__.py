"""Beside the transition: the epoch of a subnet in arrays, equal to the rules of consensus to the last bit.

It imports arithmetic, storage, interface and state only, and knows no array library: every function takes the namespace
`xp` of one that follows the Python array API standard.
"""
