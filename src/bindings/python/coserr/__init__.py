# SPDX-License-Identifier: MIT
from ._coserr import *
from ._coserr import __version__
from ._codes import Code
