"""One module per step, named `vNNNN_what_it_brings`."""
