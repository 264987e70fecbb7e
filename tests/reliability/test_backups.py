"""The proofs about backups, at a size that fits; each is a command of its own at full size."""

from __future__ import annotations

import subprocess
import sys


def proved(name: str, *arguments: str) -> str:
    """Run a proof and return the line with its figures."""
    command = [sys.executable, "-W", "ignore", "-m", f"tests.reliability.{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_backup_that_is_killed_never_leaves_one_that_counts_and_is_bad() -> None:
    assert "every one that counts verifies" in proved("backup_kills", "--runs", "8")


def test_damage_to_backups_and_bundles_is_noticed() -> None:
    assert "60 damages, 0 unnoticed" in proved("backup_flips", "--runs", "60")
