"""Errors that a person in a bureau reads: Chinese, with the place and the way out."""


class SourceError(Exception):
    """Something handed in cannot be used.

    Args:
        where: The file and the place in it, e.g. ``任务表.html 第12行``.
        found: What stands there.
        expected: What should stand there.
        remedy: What the reader of the message can do about it.
    """

    def __init__(self, where: str, found: str, expected: str = "", remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        parts = [f"{where}：{found}"]
        if expected:
            parts.append(f"应为：{expected}")
        if remedy:
            parts.append(f"办法：{remedy}")
        super().__init__("。".join(part.rstrip("。") for part in parts) + "。")
