"""`python -m emolit`: the same main job from the shell."""

from emolit.cli import main

if __name__ == "__main__":
    main()
