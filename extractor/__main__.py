"""python -m extractor."""

from __future__ import annotations

import sys

from extractor.cli import main

if __name__ == "__main__":  # a worker process imports this module and must not run it
    sys.exit(main())
