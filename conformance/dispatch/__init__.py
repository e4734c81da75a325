"""Dispatch: the filter that every call passes before anything else is looked at."""
