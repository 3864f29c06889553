"""The page of docs that lists every rule; made from the catalogue by ``make docs``."""

from pathlib import Path

from expectations.catalogue import Rule, dataset_titles, rules

PATH = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
_SEVERITIES = {"fatal": "严重", "warning": "警告", "notice": "提示"}
_HEAD = """# 规则目录

由 `expectations/rules.csv` 生成（`make docs`），不要直接改本页。严重：定稿前须了结；警告：须由人核对；提示：供参考。
"""


def rules_page() -> str:
    """Return the page as Markdown: a table for each dataset, in the order of the catalogue."""
    parts, groups = [_HEAD], dict[str, list[Rule]]()
    for rule in rules().values():
        groups.setdefault(rule.dataset, []).append(rule)
    for dataset, group in groups.items():
        lines = [
            f"## {dataset_titles()[dataset]}（{dataset}）",
            "",
            "| 规则 | 程度 | 问题 | 比较什么 | 依据 |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {rule.rule_code} | {_SEVERITIES[rule.severity]} | {rule.title} | {rule.compared} | {rule.basis} |"
            for rule in group
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PATH.write_text(rules_page(), encoding="utf-8")
