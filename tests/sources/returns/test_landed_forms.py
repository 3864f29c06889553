"""The form maps as landed: the cells that the reports print, and the terms of the sums that must hold."""

from sources.returns.landed_forms import form_tables


def test_the_forms_are_landed_cell_by_cell_in_print_order() -> None:
    cells = form_tables()["cells"].to_pylist()
    for version, count in {"30": 204, "60": 202}.items():
        of_version = [
            c for c in cells if (c["form"], c["template_version"]) == ("annual_statistics", version)
        ]
        assert [c["cell_order"] for c in of_version] == list(range(1, count + 1))
    [cell] = [
        c for c in cells if (c["template_version"], c["row_code"], c["column_code"]) == ("30", "o3", "total")
    ]
    assert (cell["row_order"], cell["column_order"], cell["row_label"]) == (23, 7, "3.其他")
    assert cell["row_path"] == "三、本年度办理结果>（六）其他处理>3.其他"
    suits = {c["row_code"]: c["row_heading"] for c in cells if c["table_code"] == "reviews_litigation"}
    assert suits["suit_after_review"] == "行政诉讼>复议后起诉"


def test_every_term_of_a_sum_is_a_row_or_column_of_its_table() -> None:
    tables = form_tables()
    known = {
        (c["form"], c["template_version"], c["table_code"], direction, c[f"{code}_code"])
        for c in tables["cells"].to_pylist()
        for direction, code in (("column", "row"), ("row", "column"))
    }
    names = ("form", "template_version", "table_code", "direction", "term")
    terms = {tuple(row[name] for name in names) for row in tables["identity_terms"].to_pylist()}
    assert terms - known == set()
