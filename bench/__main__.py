"""`python -m bench`: every measurement that runs in a minute, as one table."""

from bench import model, start, turn


def main() -> None:
    """Prints what was measured, each beside its yardstick."""
    print(f"{'what':<44}{'measured':>12}{'yardstick':>12}{'ratio':>8}")
    for row in (*start.measure(), *turn.measure(), *model.measure()):
        ratio = row.measured / row.yardstick if row.yardstick else float("nan")
        print(f"{row.what:<44}{row.measured:>10.1f}ms{row.yardstick:>10.1f}ms{ratio:>8.1f}   {row.beside}")


if __name__ == "__main__":
    main()
