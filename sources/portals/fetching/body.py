"""Bodies, read and unpacked within limits.

urllib3 2.8 bounds what one ``read(amt)`` unpacks, but neither notices a gzip that ends too early nor bounds the
whole; so the raw bytes are taken from it, and unpacked here.
"""

import io
import re
import zlib
from typing import Any

_CHUNK = 64 * 1024
_LENGTH = re.compile(r"\d{1,18}", re.ASCII)


class TooLarge(Exception):
    """The body is longer than we want it."""


class BrokenBody(Exception):
    """The body is not what its headers say. The message is Chinese."""


class _Unpacker:
    """Unpacks as the bytes come; never holds more than ``limit`` bytes and a chunk."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding, self._limit = encoding, limit
        self._unzip = self._fresh() if encoding else None
        self._is_begun = False
        self._head = b""
        self.content = io.BytesIO()

    def feed(self, data: bytes) -> None:
        if self._unzip is None:
            self._keep(data)
            return
        # Two bytes tell whether deflate wears its wrapper; a chunk may bring one.
        data, self._head = self._head + data, b""
        if not self._is_begun and len(data) < 2:
            self._head, data = data, b""
        while data:
            if self._unzip.eof:
                if self._encoding != "gzip" or not data.startswith(b"\x1f\x8b"):
                    return  # Rubbish behind the end, which every browser forgives.
                self._unzip = self._fresh()
            data = self._unzipped(data)

    def finish(self) -> None:
        is_begun = self._is_begun or bool(self._head)
        if is_begun and self._unzip is not None and not self._unzip.eof:
            raise BrokenBody(f"{self._encoding} 压缩内容不完整")

    def _fresh(self) -> Any:
        return zlib.decompressobj(16 + zlib.MAX_WBITS if self._encoding == "gzip" else zlib.MAX_WBITS)

    def _unzipped(self, data: bytes) -> bytes:
        try:
            piece = self._unzip.decompress(data, _CHUNK)  # type: ignore[union-attr]
        except zlib.error:
            if self._encoding != "deflate" or self._is_begun:
                raise BrokenBody(f"{self._encoding} 压缩内容无法解开") from None
            # Many servers send deflate without the zlib wrapper (RFC 9110, 8.4.1.2, note).
            self._unzip, self._is_begun = zlib.decompressobj(-zlib.MAX_WBITS), True
            return data
        self._is_begun = True
        self._keep(piece)
        return bytes(self._unzip.unconsumed_tail or self._unzip.unused_data)  # type: ignore[union-attr]

    def _keep(self, piece: bytes) -> None:
        room = self._limit - self.content.tell()
        self.content.write(piece[:room])
        if len(piece) > room:
            raise TooLarge


class BodyReader:
    """Reads the body of a urllib3 response.

    Attributes:
        transferred: Bytes of it that came over the wire so far.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.transferred = 0

    def read(self, limit: int, keep_first: bool = False) -> bytes:
        """Return the body, unpacked.

        Args:
            limit: Bytes at most.
            keep_first: Return the first ``limit`` bytes of a longer one instead of refusing it.

        Raises:
            TooLarge: It is longer, or says that it will be.
            BrokenBody: It is packed in a way that was not asked for, cannot be unpacked, or its length is no
                number.
        """
        length = self._declared()
        if length is not None and length > limit and not keep_first:
            raise TooLarge
        unpacker = _Unpacker(self._encoding(), limit)
        try:
            for data in self._raw.stream(_CHUNK, decode_content=False):
                self.transferred += len(data)
                unpacker.feed(data)
        except TooLarge:
            if not keep_first:
                raise
            return unpacker.content.getvalue()
        unpacker.finish()
        return unpacker.content.getvalue()

    def drain(self, limit: int) -> None:
        """Read what nobody wants, so that the connection can be used again; at most ``limit`` bytes."""
        for data in self._raw.stream(_CHUNK, decode_content=False):
            self.transferred += len(data)
            if self.transferred > limit:
                return

    def _encoding(self) -> str:
        named = self._raw.headers.get("content-encoding", "").strip().lower()
        encoding = {"x-gzip": "gzip", "identity": ""}.get(named, named)
        if encoding not in ("", "gzip", "deflate"):
            raise BrokenBody(f"压缩方式不是所要求的：{named[:40]}")
        return str(encoding)

    def _declared(self) -> int | None:
        named = self._raw.headers.get("content-length")
        if named is None or self._raw.chunked:
            return None
        values = {value.strip() for value in named.split(",")}
        if len(values) > 1 or not _LENGTH.fullmatch(value := values.pop()):
            raise BrokenBody(f"Content-Length 不是长度：{named[:40]}")
        return int(value)
