"""Prints the interpreter's own path when Taipan can be built for it; fails with the reason."""

import pathlib
import sys
import sysconfig

if sys.version_info < (3, 11):
    sys.exit(f"is Python {sys.version.split()[0]}, 3.11 is the oldest supported")
try:
    import numpy  # noqa: F401
except ImportError:
    sys.exit("has no NumPy")

header = pathlib.Path(sysconfig.get_path("include"), "Python.h")
if not header.exists():
    sys.exit(f"has no development headers ({header})")

folders = [sysconfig.get_config_var(key) for key in ("LIBDIR", "LIBPL")]
names = [sysconfig.get_config_var(key) for key in ("LDLIBRARY", "INSTSONAME", "LIBRARY")]
architecture = sysconfig.get_config_var("MULTIARCH") or ""
found = any(
    pathlib.Path(folder, part, name).exists()
    for folder in folders if folder
    for part in ("", architecture)
    for name in names if name
)
if not found:
    sys.exit(f"has no library to embed ({', '.join(name for name in names if name)})")
print(sys.executable)
