import hashlib

from tests import house

VENDOR = house.ROOT / "config" / "static" / "vendor"


def test_vendored_files_are_those_of_the_lock() -> None:
    locked = {}
    for line in (VENDOR / "vendored.sha256").read_text().splitlines():
        digest, name = line.split()
        locked[name] = digest
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.parent != VENDOR
    }
    assert found == locked
    assert all((VENDOR / name.split("/")[0] / "LICENSE").exists() for name in locked)
