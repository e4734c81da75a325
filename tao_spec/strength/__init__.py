"""How strong the vectors are: which premises of the rules they take both ways, and which errors in the rules they find."""
