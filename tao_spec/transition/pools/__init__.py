"""The pools: each subnet's market of its alpha against TAO, with concentrated liquidity."""
