import pytest

from sources.portals.fetching import FetchSettings, is_private, system_resolver
from sources.portals.fetching.addresses import literal_ip
from sources.portals.fetching.urls import BadAddress, parse, site_netlocs


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "2002:a00:1::1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "2001:0:7f00:1::", "::127.0.0.1", "64:ff9b:1::1",
        "", "name", "1.2.3", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_private(ip):
    assert is_private(ip)


@pytest.mark.parametrize(
    "ip",
    ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2400:3200::1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"],
)  # fmt: skip
def test_public(ip):
    assert not is_private(ip)


def test_address_in_teredo_counts_both_ways():
    # The relay's address stands plain, the client's inverted (RFC 4380, 4).
    assert is_private("2001:0:808:808:0:0:80ff:fffe")
    assert not is_private("2001:0:808:808:0:0:f7f7:f7f7")


@pytest.mark.parametrize(
    ("host", "ip"),
    [("127.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("::1", "::1"), ("name.test", None), ("", None), ("例子", None)],
)  # fmt: skip
def test_literals(host, ip):
    assert literal_ip(host) == ip


def test_system_resolver_reads_numbers_and_fails_on_nonsense():
    assert system_resolver("127.0.0.1", 80) == [("127.0.0.1", 80)]
    with pytest.raises((OSError, UnicodeError)):
        system_resolver("a" * 300, 80)


def test_urls_are_read_strictly():
    target = parse(" HTTPS://WWW.Site.test.:443/a b?q=公#x ")
    assert target == (
        "https://www.site.test/a%20b?q=%E5%85%AC",
        "https",
        "www.site.test",
        443,
        "www.site.test",
    )
    assert parse("http://[::1]:8080").netloc == "[::1]:8080"
    assert parse("http://福州.test/").host == "xn--6rt692d.test"
    with pytest.raises(BadAddress):
        parse("http://")


def test_site_hosts_are_read_as_in_urls():
    assert site_netlocs(["A.test", "b.test:8080", "c.test:80", "d.test:443"]) == {
        "a.test",
        "b.test:8080",
        "c.test",
        "d.test",
    }
    assert site_netlocs([]) == frozenset()
    with pytest.raises(BadAddress):
        site_netlocs(["a b"])


@pytest.mark.parametrize(
    "agent", ["", "zwgk", "(+https://contact.example)", "zwgk/1 +https://x.test\r\nX: y", "巡检 a@b.test"]
)
def test_agent_must_name_system_and_contact(agent):
    with pytest.raises(ValueError, match="user_agent"):
        FetchSettings(agent)


def test_settings():
    assert FetchSettings("zwgk/1 (office@contact.example)").robots_name == "zwgk"
    for wrong in ({"attempts": 0}, {"total_seconds": 0}, {"min_delay": -1}, {"max_bytes": 0}):
        with pytest.raises(ValueError, match="0"):
            FetchSettings("zwgk/1 (office@contact.example)", **wrong)
