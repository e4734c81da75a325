"""Clients under test: any program that speaks the client protocol, run over vectors and reported on."""
