"""Arithmetic: fixed-point numbers and the functions of them, at their bounds."""
