"""The desk is safe: each line of what it promises, asked by raw requests.

The right values are those of the standards (RFC 9110 for 411, 413, 421; Fetch Metadata for Sec-Fetch-Site) and of what
other local servers were hit by: names mapped to 127.0.0.1, pages on other ports, links used twice.
"""

import http.client
import io
import re
import socket
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from publisher.desk import uploads
from publisher.desk.uploads import label
from tests.desk_server import HERE, multipart, running_desk, sample_project
from tests.test_desk import plain

pytestmark = pytest.mark.slow  # a server that is asked a hundred times
ON_ALL = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
START_AGAIN = (
    "Open the desk with the link that it printed when it was started.\n"
    "If that link was used already, or the desk was closed, start the desk again.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = sample_project(tmp_path_factory.mktemp("guarded") / "project", "examplia")
    with running_desk(folder) as running:
        running.begin()
        yield running


def test_the_start_link_works_once_and_gives_a_cookie_of_this_port(tmp_path):
    with running_desk(sample_project(tmp_path / "project")) as desk:
        first = desk.begin()

        assert (first.status, first.headers["location"]) == (303, "/")
        name, _, rest = first.headers["set-cookie"].partition("=")
        assert name == f"desk-{desk.port}"
        assert {"HttpOnly", "SameSite=strict", "Path=/"} == set(rest.split("; ")[1:])
        again = desk.ask("GET", desk.link.removeprefix(desk.address), cookie="")
        assert (again.status, again.text) == (
            403,
            "This link was used already: it works once. Start the desk again.\n",
        )
        assert "set-cookie" not in again.headers


@pytest.mark.parametrize(
    "cookie", ["", "desk-1=x", "desk-{port}=", "desk-{port}=wrong", 'a="', "\x01=2"]
)
def test_without_the_cookie_nothing_is_shown(desk, cookie):
    answer = desk.ask("GET", "/", cookie=cookie.format(port=desk.port) or " ")

    assert (answer.status, answer.text) == (403, START_AGAIN)


@pytest.mark.parametrize(
    "host",
    ["localhost:{port}", "127.0.0.1", "evil.example", "evil.example:{port}", "127.0.0.1:{port}.", "[::1]:{port}", ""],
)  # fmt: skip
def test_any_other_name_of_this_machine_is_refused(desk, host):
    answer = desk.ask("GET", "/", headers={"Host": host.format(port=desk.port)})

    assert (answer.status, answer.text) == (421, f"This desk answers at {desk.address} only.\n")


def test_two_hosts_in_one_request_are_refused(desk):
    with socket.create_connection(("127.0.0.1", desk.port), 20) as link:
        own = f"Host: 127.0.0.1:{desk.port}\r\n"
        link.sendall(f"GET / HTTP/1.1\r\n{own}Host: evil.example\r\n{desk.cookie}\r\n\r\n".encode())
        status = link.recv(100).split(b" ")[1]

    assert status in (b"400", b"421")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-site"},  # a page on another port of 127.0.0.1
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:{port}"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_what_no_page_of_the_desk_sent_changes_nothing(desk, headers, method):
    sent = {name: value.format(port=desk.port) for name, value in headers.items()}
    answer = desk.ask(method, "/countries", "name=Kenya", sent)

    assert (answer.status, answer.text) == (403, "Only pages of the desk itself may send this.\n")
    assert not (desk.folder / "workbooks/kenya.xlsx").exists()


def test_an_old_browser_that_says_its_origin_is_believed(desk):
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": desk.address}
    answer = desk.ask("POST", "/countries", "name=Atlantis", kind)

    assert answer.status == 422
    assert "There is no country &#39;Atlantis&#39;." in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/static/desk.js", "/countries/nowhere", "/static/nothing"]
)
@pytest.mark.parametrize("cookie", [None, "no=1"])
def test_every_answer_tells_the_browser_what_to_keep_to(desk, path, cookie):
    headers = desk.ask("GET", path, cookie=cookie).headers

    assert {name: headers.get(name) for name in ON_ALL} == ON_ALL
    assert headers["content-security-policy"] == POLICY
    assert "server" not in headers


def test_the_report_stands_in_a_frame_that_can_do_nothing(desk):
    answer = desk.ask("GET", "/countries/examplia/report")

    policy = answer.headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'", "form-action 'none'"} <= set(
        policy
    )
    assert "allow-same-origin" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/countries/..%2f..%2fpublisher",
        "/countries/..%5c..%5cpublisher",
        "/countries/%2e%2e/files/publisher.toml",
        "/countries/examplia/files/..%2f..%2f..%2fpublisher.toml",
        "/countries/examplia/files/..%5c..%5c..%5cpublisher.toml",
        "/countries/examplia/files/%2fetc%2fpasswd",
        "/countries/examplia/files/.checked",
        "/countries/examplia/drafts/..%2f.checked",
        "/guide/files/..%2f..%2fpublisher.toml",
        "/look/templates/..%2f..%2fpublisher.toml",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/static/..%5capp.py",
        "/countries/C:%5cWindows%5cwin.ini/workbook",
        "/countries/examplia%00/workbook",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_what_is_shown(desk, path):
    desk.ask("GET", "/countries/examplia")  # so that there is a hidden file to ask for
    answer = desk.ask("GET", path)

    assert answer.status == 404
    assert b"organisation" not in answer.content
    assert b"starlette" not in answer.content


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("nepal.xlsx", "nepal.xlsx"),
        ("C:\\Users\\me\\Népal (2).docx", "Népal (2).docx"),
        ("../../../etc/cron.d/x", "x"),
        ("..", "_"),
        ("", "_"),
        ("CON.docx", "_CON.docx"),
        ("com1.xlsx", "_com1.xlsx"),
        ("LPT³.docx", "_LPT³.docx"),
        ("conin$.docx", "conin_.docx"),
        ("nul .docx", "_nul .docx"),
        ("a<b>:\"|?*.xlsx", "a_b______.xlsx"),
        ("نسخة منقحة.docx", "نسخة منقحة.docx"),
        ("line\nbreak\x00.docx", "line_break_.docx"),
        ("\u202egnp.docx", "_gnp.docx"),  # a sign that turns the direction of what follows
        (".hidden.docx", "hidden.docx"),
        ("x" * 300 + ".docx", "x" * 95 + ".docx"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_a_label_and_no_path(came, kept):
    assert label(came) == kept


def test_a_form_must_say_how_long_it_is(desk):
    kind = multipart((("a.docx", b"x"),), {})[1]
    sent = {**HERE, "Content-Type": kind, "Transfer-Encoding": "chunked"}
    answer = desk.ask("POST", "/files", b"0\r\n\r\n", sent | {"Content-Length": ""})

    assert answer.status in (400, 411)


def test_two_gigabytes_are_refused_before_they_come(desk):
    kind = multipart((("a.docx", b"x"),), {})[1]
    link = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=20)
    link.putrequest("POST", "/files")
    for name, value in {**HERE, "Content-Type": kind, "Cookie": desk.cookie}.items():
        link.putheader(name, value)
    link.putheader("Content-Length", str(2 * 2**30))
    link.endheaders()
    answer = link.getresponse()

    assert answer.status == 413
    assert "A file may have 25 MB, and all together 100 MB." in answer.read().decode()
    link.close()


def test_one_file_of_more_than_25_megabytes_is_refused(desk):
    answer = desk.send("/files", ("big.docx", bytes(25_000_001)))

    assert answer.status == 413
    assert "A file may have 25 MB, and all together 100 MB." in answer.text


def test_more_than_twenty_files_and_two_hundred_fields_are_refused(desk):
    files = tuple((f"{number}.docx", b"x") for number in range(21))
    fields = {f"f{number}": "x" for number in range(201)}

    assert desk.send("/files", *files).status == 400
    assert desk.send("/files", ("a.docx", b"x"), **fields).status == 400
    assert desk.post("/countries", "&".join(f"{name}=1" for name in fields)).status == 400


def test_a_form_that_does_not_end_is_given_up(desk, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 1)
    link = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=20)
    link.putrequest("POST", "/files")
    kind = multipart((("a.docx", b"x"),), {})[1]
    for name, value in {**HERE, "Content-Type": kind, "Cookie": desk.cookie}.items():
        link.putheader(name, value)
    link.putheader("Content-Length", "1000")
    link.endheaders(b"--")
    began = time.monotonic()
    answer = link.getresponse()

    assert answer.status == 408
    assert time.monotonic() - began < 10
    link.close()


def test_the_desk_goes_on_while_hundreds_of_connections_do_nothing(desk):
    waiting = [socket.create_connection(("127.0.0.1", desk.port), 20) for _ in range(200)]
    try:
        for each in waiting:
            each.sendall(b"POST /files HTTP/1.1\r\n")
        assert desk.ask("GET", "/static/desk.css").status == 200
    finally:
        for each in waiting:
            each.close()


@pytest.mark.long
def test_two_hundred_uploads_at_once_end_each_with_an_answer(desk):
    with ThreadPoolExecutor(50) as together:
        sent = [together.submit(desk.send, "/files", ("note.txt", b"no draft")) for _ in range(200)]
        statuses = {each.result().status for each in sent}

    assert statuses == {303}
    assert desk.ask("GET", "/").status == 200
    last = desk.ask("GET", "/jobs").text
    assert "note.txt" in last


def test_the_cookie_and_the_link_are_written_nowhere(desk, capfd):
    desk.ask("GET", "/")
    desk.ask("GET", "/start?word=something")
    told = "".join(capfd.readouterr())

    assert desk.cookie.partition("=")[2] not in told
    assert "something" not in told
    written = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert not [
        path for path in written if desk.cookie.partition("=")[2].encode() in path.read_bytes()
    ]


def test_the_desk_is_reached_at_no_other_address_of_this_machine(desk):
    """All of 127.0.0.0/8 is this machine: a server of all addresses would answer there too."""
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", desk.port)):
        pass


def packed(part):
    """Return an archive of which one part is 290 MB of the same letter."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, b" " * (290 * 2**20))
    return stream.getvalue()


def test_a_bomb_is_told_and_costs_nothing_else(desk):
    bombs = [
        (f"bomb.{ending}", packed(part))
        for ending, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml"))
    ]
    files = (*bombs, ("letter.txt", b"no draft"))

    told = plain(desk.done(desk.send("/files", *files)))

    assert re.findall(r"MUST FIX (\S+) (\w\d+)", told) == [
        ("bomb.docx", "R616"), ("bomb.xlsx", "F013"), ("letter.txt", "R615"),
    ]  # fmt: skip
    assert desk.ask("GET", "/countries/examplia").status == 200
