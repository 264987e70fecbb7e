"""The standard workload: audits of about 9 KB and photos of about 300 KB, the same bytes every time.

An audit is a header, 40 answers (a note on about one in three) and 3 findings, one of them positive. Audit n
of a device is the same for the same seed, in whatever order it is asked for, so that a run can be repeated
and two servers be given the same work. Only photos need Pillow; their bytes also depend on the libjpeg in it.
"""

from __future__ import annotations

import io
import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED: Final = 20260101
ANSWERS: Final = 40
FINDINGS: Final = 3
DEVICES: Final = 50
PER_DEVICE: Final = 20
PHOTO_SIZE: Final = (1600, 1200)

_EPOCH = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

_VOCABULARY = (
    "access aisle alarm approved area asset audit barrier batch binder bracket calibration "
    "cabinet certificate chain chemical checklist clause cleaning closed coating cold complete "
    "conduit contractor control conveyor corrective corridor cover crane current damage date "
    "deviation dispatch dock document door drain drawing drum emergency entry equipment escape "
    "evidence exit expired extinguisher extraction façade fault filter fire first-aid fixture "
    "floor forklift gauge glove goods guard guideline handling hazard helmet hose hygiene "
    "improvement incident induction inspection instruction interview isolation job kit label "
    "ladder lamp lane lead leak legible level lifting light line lock log lot machine maintenance "
    "manual marking mask material measure missing mould niveau noise nonconformity note observed "
    "obstructed office oil operator order outdated packaging pallet panel part permit person "
    "personnel pipe plan plant point pressure procedure process product protection purchase "
    "quality quarantine rack radius record register release repair replaced report requirement "
    "responsible review revision risk room route sample sanitary scale schedule seal section "
    "sensor shelf shift sign site socket spare spill stack station stock storage supervisor "
    "supplier surface switch tag tank temperature test tool torque trained training transport "
    "tray trolley unit valve vehicle ventilation verified vessel visible walkway warehouse "
    "waste water weekly weld window work worn zone"
)
_WORDS = _VOCABULARY.split()
_VALUES = ("conform", "conform", "conform", "conform", "conform", "minor", "major", "n/a")
QUESTIONS: Final = tuple(f"ISO9001-2015.{4 + i // 6}.{1 + i % 6}.{chr(97 + i % 5)}" for i in range(ANSWERS))


def audit(device: int, n: int) -> dict[str, Any]:
    """Return audit number n of a device, completed and ready to be pushed."""
    rng = _rng("audit", device, n)
    start = _EPOCH + timedelta(days=n, minutes=device * 7, seconds=rng.randint(0, 59))
    ident = _uuid7(rng, start)
    answers, when = _answers(rng, start)
    findings, when = _findings(rng, when)
    return {
        "id": ident,
        "type": "audit",
        "schema": 3,
        "template": "internal-audit-9001",
        "template_version": 7,
        "device_id": f"tablet-{device:04d}",
        "auditor": f"user-{1 + device % 400:04d}",
        "site": f"site-{rng.randint(1, 60):03d}",
        "area": _text(rng, 2, 3)[:-1],
        "title": _text(rng, 4, 7)[:-1],
        "status": "completed",
        "started_at": _stamp(start),
        "completed_at": _stamp(when),
        "score": round(rng.uniform(55, 100), 1),
        "gps": [round(rng.uniform(47, 55), 5), round(rng.uniform(6, 15), 5)],
        "answers": answers,
        "findings": findings,
    }


def audits(devices: int = DEVICES, per_device: int = PER_DEVICE) -> Iterator[dict[str, Any]]:
    """Give the audits of devices 0, 1, … in turn."""
    for device in range(devices):
        for n in range(per_device):
            yield audit(device, n)


def encode(document: dict[str, Any]) -> bytes:
    """Return an audit as JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def photo(i: int, *, size: tuple[int, int] = PHOTO_SIZE, quality: int = 78, grain: float = 0.12) -> bytes:
    """Return a JPEG of about 300 KB: a gradient with soft and fine noise, no two alike."""
    rng = _rng("photo", i)
    width, height = size
    ramp = Image.linear_gradient("L")
    planes = []
    for _ in range(3):
        plane = ramp.rotate(rng.choice((0, 90, 180, 270))).resize(size, Image.Resampling.BICUBIC)
        soft = Image.frombytes(
            "L", (width // 16, height // 16), rng.randbytes((width // 16) * (height // 16))
        )
        planes.append(Image.blend(plane, soft.resize(size, Image.Resampling.BICUBIC), 0.35))
    noise = Image.frombytes("L", (width // 2, height // 2), rng.randbytes((width // 2) * (height // 2)))
    fine = noise.resize(size, Image.Resampling.BILINEAR).convert("RGB")
    out = io.BytesIO()
    Image.blend(Image.merge("RGB", planes), fine, grain).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _answers(rng: random.Random, when: datetime) -> tuple[list[dict[str, Any]], datetime]:
    answers = []
    for question in QUESTIONS:
        when += timedelta(seconds=rng.randint(15, 180), milliseconds=rng.randint(0, 999))
        answer = {
            "id": _uuid7(rng, when),
            "question_id": question,
            "value": rng.choice(_VALUES),
            "answered_at": _stamp(when),
        }
        if rng.random() < 0.35:
            answer["note"] = _text(rng, 6, 24)
        answers.append(answer)
    return answers, when


def _findings(rng: random.Random, when: datetime) -> tuple[list[dict[str, Any]], datetime]:
    findings = []
    for i in range(FINDINGS):
        when += timedelta(seconds=rng.randint(10, 90))
        positive = i == 0
        findings.append({
            "id": _uuid7(rng, when),
            "question_id": rng.choice(QUESTIONS),
            "kind": "positive" if positive else rng.choice(("minor", "major", "observation")),
            "title": _text(rng, 4, 8),
            "description": _text(rng, 25, 45),
            "owner": f"user-{rng.randint(1, 400):04d}",
            "due_on": None if positive else (when + timedelta(days=rng.randint(7, 60))).date().isoformat(),
            "photos": [],
            "created_at": _stamp(when),
        })  # fmt: skip
    return findings, when


def _rng(*key: object) -> random.Random:
    return random.Random(":".join(map(str, (SEED, *key))))  # noqa: S311 - the same every time


def _uuid7(rng: random.Random, when: datetime) -> str:
    ms = int(when.timestamp() * 1000)
    bits = (ms << 80) | (0x7 << 76) | (rng.getrandbits(12) << 64) | (0b10 << 62) | rng.getrandbits(62)
    return str(uuid.UUID(int=bits))


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(rng: random.Random, low: int, high: int) -> str:
    words = rng.choices(_WORDS, k=rng.randint(low, high))
    return (" ".join(words) + ".").capitalize()
