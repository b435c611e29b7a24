# SPDX-License-Identifier: MIT
"""python -m coserr: the command."""

import os
import sys


def main() -> None:
    command = os.path.join(os.path.dirname(os.path.abspath(__file__)), "coserr-command")
    if not os.path.exists(command):
        sys.exit("coserr: the command is not part of the package on this system")
    os.execv(command, ["coserr", *sys.argv[1:]])


if __name__ == "__main__":
    main()
