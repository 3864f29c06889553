"""Ways to damage a file below its cells: bytes, blocks, and the members of a zip."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence

Spoil = Callable[[bytes, random.Random], bytes]
Members = dict[str, bytes]


def flipped(content: bytes, draw: random.Random) -> bytes:
    """One to eight bytes become others."""
    spoilt = bytearray(content)
    for at in draw.sample(range(len(content)), draw.randint(1, 8)):
        spoilt[at] ^= draw.randint(1, 255)
    return bytes(spoilt)


def truncated(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(1, len(content))]


def _block(content: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(content))
    return start, min(len(content), start + draw.choice((4, 16, 64, 512)))


def zeroed(content: bytes, draw: random.Random) -> bytes:
    start, end = _block(content, draw)
    return content[:start] + bytes(end - start) + content[end:]


def duplicated(content: bytes, draw: random.Random) -> bytes:
    start, end = _block(content, draw)
    return content[:end] + content[start:end] + content[end:]


BYTES: dict[str, Spoil] = {
    "bytes flipped": flipped,
    "truncated": truncated,
    "block zeroed": zeroed,
    "block duplicated": duplicated,
}


def members(content: bytes) -> Members:
    """Return the members of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Members) -> bytes:
    """Return a sound zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def swapped(content: bytes, draw: random.Random) -> bytes:
    """Two members change places."""
    parts = members(content)
    one, other = draw.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def dropped(content: bytes, draw: random.Random) -> bytes:
    """A member is gone."""
    parts = members(content)
    del parts[draw.choice(sorted(parts))]
    return packed(parts)


def replaced(content: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """A member is that of another good file: the one of the same name, where there is one, or any."""
    parts, donor = members(content), members(draw.choice(others))
    name = draw.choice(sorted(parts))
    same = [name] if name in donor and draw.random() < 0.7 else sorted(donor)
    parts[name] = donor[draw.choice(same)]
    return packed(parts)


ZIP: dict[str, Spoil] = {"members swapped": swapped, "member dropped": dropped}
