"""The executable reference specification of the Bittensor (TAO) protocol."""

__version__ = "0.1.0"
