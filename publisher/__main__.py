"""Let `python -m publisher` do what the `publisher` command does."""

from publisher.cli.main import run

if __name__ == "__main__":
    run()
