"""Letters: the register, writing, what was asked for, to whom one writes, templates."""
