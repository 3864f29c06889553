import pytest

from tests.sources.portals.reading.samples import content, read, sample

ALL = {"党政机关标识", "网站标识码", "ICP备案号", "公安机关备案号", "主办单位", "联系方式", "找错入口"}


def test_all_seven_marks_of_a_real_shape() -> None:
    marks = sample("home").marks
    assert set(marks) == ALL
    assert marks["网站标识码"] == "9999000001"
    assert marks["ICP备案号"] == "闽ICP备12345678号-1"
    assert marks["主办单位"] == "示例市人民政府办公室"


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("党政机关标识", "<script src=//dcs.conac.cn/js/1.js></script>"),
        ("党政机关标识", "<a href='http://bszs.conac.cn/sitename?method=show'></a>"),
        ("网站标识码", "网站标识码：bm12345678"),
        ("ICP备案号", "<p>京ICP备 05000000 号</p>"),
        ("公安机关备案号", "京公网安备11010000000001号"),
        ("主办单位", "主 办 单 位：某局"),
        ("联系方式", "地址：某路1号"),
        ("找错入口", "<script src='/js/jiucuo.js'></script>"),
        ("找错入口", "<div class=foot>我为政府网站找错</div>"),
    ],
)
def test_each_mark_by_itself(mark: str, body: str) -> None:
    assert set(read(body).marks) == {mark}


@pytest.mark.parametrize(
    "body", ["", "网站标识码：", "网站标识码：12345", "ICP备案", "主办：", "联系电话：", "公网安备"]
)
def test_a_label_alone_is_no_mark(body: str) -> None:
    assert read(body).marks == {}


def test_a_mark_in_the_middle_of_a_long_page_is_not_in_its_footer() -> None:
    assert read("<p>主办单位：某局</p>" + "<p>正文正文正文正文</p>" * 600).marks == {}


@pytest.mark.parametrize("gone", ["网站标识码", "ICP备", "公网安备", "主办单位"])
def test_a_page_that_lost_a_mark(gone: str) -> None:
    from sources.portals.reading.page import read_page

    page = read_page(
        content("home").replace(gone.encode(), "某某".encode()), "http://www.example.gov.cn/", None
    )
    assert len(page.marks) == 6
