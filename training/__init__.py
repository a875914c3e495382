"""How the models that ship are made: `python -m training.<name>` rebuilds each from its data, recipe and seed."""
