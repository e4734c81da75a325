"""Conformance vectors: the files that say what the chain does, one state and its steps at a time.

`format` gives them types, `files` reads and writes them, `index` lists a folder of them.
"""
