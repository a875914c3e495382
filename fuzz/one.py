"""One reader under the fuzzer, in this process: `python -m fuzz.one NAME [libFuzzer's arguments]`."""

import sys

import atheris

with atheris.instrument_imports(include=["tipstaff"]):
    from fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz until the arguments say stop; ends the process."""
    target = TARGETS[arguments[1]]
    corpus = next((one for one in arguments[2:] if not one.startswith("-")), None)
    if corpus is not None:
        target.plant(corpus)
    atheris.Setup([arguments[0], f"-max_len={target.longest}", *arguments[2:]], target.bear)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
