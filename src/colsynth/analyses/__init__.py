"""Registers in, one tidy frame out: each file answers one question, changes nothing and reads nothing else."""
