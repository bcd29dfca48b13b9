"""What `zipfile` raises over a damaged archive when it is opened and its members are read; a member with a password is a RuntimeError."""

import zipfile
import zlib

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError)
