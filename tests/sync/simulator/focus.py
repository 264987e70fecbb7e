"""What a history is mostly about: each does everything, and most do more of something rare elsewhere."""

from dataclasses import dataclass
from random import Random

from tests.sync.simulator.faults import Fate

# As often as not, what happens next is one of these instead of anything at all.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Focus:
    """What happens more often.

    Attributes:
        name: for the figures.
        actions: names of `actions.ACTIONS`, as often as they are named.
        mishaps: names of `world.MISHAPS`, likewise.
        mishap_share: of all steps.
        faults: the share of messages to which something happens.
        photo_faults: the same of messages about photos.
        fates: what happens to either more often.
        older: how likely the server begins as an older version.
        steps: the fewest and the most.
        acts: of the steps in which nothing goes wrong, the share in which somebody does something; in the
            others a tablet syncs.
        tablets: how many there are at the beginning, as often as they are named.
    """

    name: str
    actions: tuple[str, ...] = ()
    mishaps: tuple[str, ...] = ()
    mishap_share: float = 0.15
    faults: float = 0.15
    photo_faults: float = 0.15
    fates: tuple[Fate, ...] = ()
    older: float = 0.3
    steps: tuple[int, int] = (15, 40)
    acts: float = 0.68
    tablets: tuple[int, ...] = (2, 2, 2, 2, 3, 3, 4, 5, 6)

    def action(self, random: Random) -> str | None:
        """Return what somebody does, None for anything."""
        return random.choice(self.actions) if self.actions and random.random() < _SHARE else None

    def mishap(self, random: Random) -> str | None:
        """Return what goes wrong, None for anything."""
        return random.choice(self.mishaps) if self.mishaps and random.random() < _SHARE else None


_EVERYTHING = Focus("everything")

# Photos that are half-way, on tablets whose databases and clocks change under them.
_PHOTOS = Focus(
    "photos",
    actions=("photo", "photo", "picture", "start", "raise"),
    mishaps=("clock", "clock", "clock", "saved", "set_back"),
    mishap_share=0.3,
    faults=0.04,
    photo_faults=0.5,
    fates=(Fate.OTHER_ANSWER,) * 5,
    steps=(25, 50),
    acts=0.5,
    tablets=(2,),
)

# Servers that forget what some tablets know and others do not.
_RESTORES = Focus(
    "restores",
    actions=("complete", "raise", "change"),
    mishaps=("server_saved", "server_set_back", "server_set_back", "lost", "somebody_leaves"),
    mishap_share=0.3,
    faults=0.04,
)

# What an older server did not know, and what becomes of it.
_UPDATES = Focus(
    "updates",
    actions=("complete", "complete", "add", "add", "add"),
    mishaps=("somebody_leaves", "cloned", "server_set_back", "server_updated"),
    faults=0.05,
    older=1.0,
)

# Tablets that ask for other things while servers are restored.
_SCOPES = Focus(
    "scopes",
    actions=("complete", "complete", "start"),
    mishaps=("other_scope", "other_scope", "other_scope", "somebody_else", "server_saved", "server_set_back"),
    mishap_share=0.35,
    faults=0.05,
    steps=(25, 45),
    acts=0.55,
    tablets=(2, 2, 3),
)

# Copies of tablets that go on from the same place, and are killed while they do.
_COPIES = Focus(
    "copies",
    actions=("late", "complete", "change", "share"),
    mishaps=("cloned", "cloned", "saved", "set_back"),
    mishap_share=0.25,
    faults=0.1,
)

FOCI = (_EVERYTHING, _EVERYTHING, _EVERYTHING, _PHOTOS, _RESTORES, _UPDATES, _SCOPES, _COPIES)
