"""Start the staged app as a tablet's interpreter does, and look at its first screen.

Run as `python -I -S -B staged_start.py APP ZIP NATIVE HARNESS`, in the tablet's data folder. Nothing but the
standard library is importable until the staged paths are put in front, as on a tablet. The harness is the
headless client of the other tests. The last line of the output is what was seen, as JSON.
"""

import asyncio
import importlib.util
import json
import runpy
import sys
import sysconfig
import zipimport
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path
from typing import Any

APP, ZIP, NATIVE, HARNESS = map(Path, sys.argv[1:])

seen: dict[str, Any] = {}


class Natives:
    """Finds the extension modules that were moved out of the zip, by the marks they left in it."""

    marks = zipimport.zipimporter(str(ZIP))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return the spec of a module that left a mark, None for every other."""
        del path, target
        try:
            library = self.marks.get_data(name.replace(".", "/") + ".soref").decode()
        except OSError:
            return None
        origin = str(NATIVE / library)
        return ModuleSpec(name, ExtensionFileLoader(name, origin), origin=origin)


def headless() -> Any:
    """Return the harness, loaded from its file alone."""
    spec = importlib.util.spec_from_file_location("headless", HARNESS)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def look(target: Any) -> None:
    """Open the app as a client would and note what its first screen says."""
    async with headless().Headless(target) as client:
        await client.until(client.texts)
        seen["texts"] = client.texts()
        seen["identifiers"] = client.identifiers()
        seen["fonts"] = list((client.page.fonts or {}).values())


def run(target: Any, **options: Any) -> None:
    """Stand in for Flet's own `run`, which would wait for a real client."""
    seen["assets"] = options.get("assets_dir")
    asyncio.run(look(target))


def place(module: Any) -> str:
    """Return where a module came from: zip, native, app, python or, for anything else, its path."""
    origin = getattr(module, "__file__", None) or getattr(getattr(module, "__spec__", None), "origin", None)
    roots = {
        str(ZIP): "zip",
        str(NATIVE): "native",
        str(APP): "app",
        str(HARNESS): "harness",
        __file__: "harness",
        sysconfig.get_path("stdlib"): "python",
    }
    if origin is None or origin in {"built-in", "frozen"}:
        return "python"
    return next((name for root, name in roots.items() if origin.startswith(root)), origin)


def main() -> None:
    """Start the app and print what was seen."""
    sys.path[:0] = [str(APP), str(ZIP)]
    sys.meta_path.insert(0, Natives())
    import flet as ft  # noqa: PLC0415 - importable only now

    ft.__dict__["run"] = run
    runpy.run_path(str(APP / "main.pyc"), run_name="__main__")

    from checklists.files.catalog import shipped  # noqa: PLC0415

    seen["checklists"] = [one.id for one in shipped()]
    seen["modules"] = {name: place(module) for name, module in sys.modules.items()}
    print(json.dumps(seen))  # noqa: T201 - the other process reads it


main()
