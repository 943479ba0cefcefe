"""`python -m colsynth` is the `colsynth` command."""

from colsynth.cli import main

if __name__ == "__main__":
    main(prog_name="colsynth")
