"""`python -m bot` is `diemtin`."""

from bot.cli import main

if __name__ == "__main__":
    main()
