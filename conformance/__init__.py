"""What is filled into vectors: cases, one package a domain. Also the JSON schemas, the released vectors, example clients."""
