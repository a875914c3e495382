"""What lines and files hide is read; what they only mention is not; nothing takes long."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, reader
from signalkit.pace import calmly, taken

from tipstaff.signals.detectors.deployments.building import addresses, images, installed
from tipstaff.signals.detectors.deployments.manifests import manifests
from tipstaff.signals.detectors.deployments.unwrapping import unwrapped


def encoded(text: str, coding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(coding)).decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sh -c './xm\"\"rig -B'", "./xmrig -B"),
        ("./xm'r'ig", "./xmrig"),
        ("./x\\mrig", "./xmrig"),
        ("cat${IFS}a", "cat a"),
        ("printf '\\x78\\x6d\\x72\\x69\\x67'", "xmrig"),
        (f"echo {encoded('/tmp/xmrig -B --quiet')} | base64 -d", "/tmp/xmrig -B --quiet"),
        (f"powershell -enc {encoded('Start-Process xmrig', 'utf-16-le')}", "Start-Process xmrig"),
        ("printf '\\170\\155\\162\\151\\147'", "xmrig"),
        ("a=xm; b=rig; /tmp/$a${b} -B", "/tmp/xmrig -B"),
        ("$(echo B- girmx/pmt/ | rev)", "/tmp/xmrig"),
        ("echo kzevt -D | tr a-zA-Z n-za-mN-ZA-M | sh", "xmrig -Q"),
        (f"echo {b'/tmp/xmrig -B'.hex()} | xxd -r -p | sh", "/tmp/xmrig -B"),
        ("python -c 'os.system(" + "+".join(f"chr({ord(letter)})" for letter in "./xmrig") + ")'", "./xmrig"),
        (
            f"echo {base64.b64encode(gzip.compress(b'nohup ./xmrig -B &', mtime=0)).decode()} | base64 -d | zcat | sh",
            "./xmrig -B",
        ),
        (f"echo {encoded('echo ' + encoded('/tmp/xmrig --quiet') + ' | base64 -d')}", "/tmp/xmrig --quiet"),
    ],
)
def test_what_a_shell_would_read(text: str, says: str) -> None:
    assert any(says in layer for layer in unwrapped(text))


@pytest.mark.parametrize(
    "text",
    ["", "./app --port 80", "/usr/local/share/applications/x", "sha256:" + "ab12" * 16, "review $HOME/a", "tr -d x"],
)
def test_plain_lines_stay_as_they_are(text: str) -> None:
    assert unwrapped(text) == [text]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("FROM --platform=linux/amd64 acme/a:1 AS b\nFROM scratch", ["acme/a:1", "scratch"]),
        ('services:\n  a:\n    image: "acme/a:1"', ["acme/a:1"]),
        ('{"image": "acme/a:1"}', ["acme/a:1"]),
        ("docker run -d --name tor -p 80:80 --rm acme/a:1 serve", ["acme/a:1"]),
        ("images: none from here", []),
    ],
)
def test_images(text: str, named: list[str]) -> None:
    assert list(images(text)) == named


def test_packages_and_addresses() -> None:
    line = "apt-get -q install -y tor=0.4 curl && apk add --no-cache nmap; pip install x"
    assert list(installed(line)) == ["tor", "curl", "nmap"]
    assert list(addresses("git clone https://a.example/x.git?y#z 'ssh://b/cd'")) == [
        "https://a.example/x.git",
        "ssh://b/cd",
    ]


def deployed(name: str, text: str) -> object:
    data = {"app": "a", "files": [{"name": name, "content": encoded(text)}]}
    return reader(event("app.deploy", **data)).get("deploy.found")


@pytest.mark.parametrize("name", ["Dockerfile", "deploy/Dockerfile.prod", "docker-compose.yml", "a.service", "run.sh"])
def test_files_that_say_what_runs_are_read(name: str) -> None:
    assert deployed(name, "x\nRUN xmrig -B\n") == ["miner"]
    assert deployed(name, "# RUN xmrig -B\n") == []


@pytest.mark.parametrize("name", ["README.md", "package-lock.json", "notes.txt", "a.png", "yarn.lock"])
def test_files_that_mention_are_not(name: str) -> None:
    assert deployed(name, "RUN xmrig -B\n") == []


def test_lists_of_packages() -> None:
    assert deployed("requirements.txt", "requests\nyowsup==3\n") == ["messaging-bot"]
    assert deployed("package.json", '{"dependencies": {"webtorrent": "^2"}, "keywords": ["xmrig"]}') == ["bittorrent"]
    assert deployed("package.json", '{"dependencies": ["webtorrent"') == []
    assert deployed("go.mod", "module web\nrequire github.com/acme/xmrig v1.2.0\n") == ["miner"]


@calmly
@given(st.text(max_size=300), st.sampled_from(["Dockerfile", "requirements.txt", "package.json", "a.sh"]))
def test_any_text_is_read(text: str, name: str) -> None:
    assert len("".join(unwrapped(text))) <= 64_000 + 9 * len(text)
    deployed(name, text)
    assert reader(event("app.deploy", app="a", command=text)).get("deploy.found") is not None


@pytest.mark.parametrize(
    "piece",
    [
        "apt ",
        "a b ",
        "docker run -e ",
        "\n- ",
        "1 * ",
        "QUJD",
        '"a',
        "\\x41",
        "\\101",
        "rev a ",
        "xxd 4141 ",
        "tr n-z ",
        "a=bbbbbbbbbbbbbbbbbbbb;$a$a",
        "chr(65)+",
        "a.b.",
        ":1080 ",
        "--script x ",
        "FROM\t",
        "http://a/",
    ],
)
def test_twice_as_long_takes_about_twice_as_long(piece: str) -> None:
    def spent(size: int) -> float:
        told = event("app.deploy", app="a", command=piece * (size // len(piece)))
        return taken(lambda told: reader(told).get("deploy.hinted"), told)

    spent(1000)
    assert spent(40_000) <= 4.5 * spent(20_000) + 0.002


def test_a_bomb_in_gzip_is_read_as_far_as_all_that_is_read() -> None:
    bomb = base64.b64encode(gzip.compress(b"a" * 5_000_000, mtime=0)).decode()
    assert len("".join(unwrapped(f"echo {bomb} | base64 -d | zcat"))) <= 64_000 + 9 * len(bomb)


def test_no_files_no_manifests() -> None:
    assert list(manifests([])) == []


@pytest.mark.parametrize(
    "pools",
    [
        '{"pools":[{"url":"postgres://db.internal:5432/shop","user":"app","pass":"x"}]}',
        '{"pools": [{"url": "http://10.0.0.4:5555", "weight": 3}]}',
        '{"pools":[{"algo":"round-robin","url":"http://10.0.0.4:80"}]}',
        '{"pools":[{"coin":"xmr","url":"https://api.example.org/v1/pools/7"}]}',
        '{"pools":[{"url":"redis:6379","user":"app","pass":"x1"}]}',
    ],
)
def test_a_list_of_pools_alone_is_no_miner(pools: str) -> None:
    assert deployed("config.json", pools) == []


@pytest.mark.parametrize(
    "pools",
    [
        '{"pools": [{"url": "stratum://198.51.100.4:3333", "user": "w"}]}',
        '{"pools":[{"algo":"rx/0","url":"198.51.100.4:443","user":"w"}]}',
        '{"pools":[{"url":"h.example:443","algorithm":"KawPow","user":"w"}]}',
        '{"pools":[{"url":"h.example:443","user":"w","rig-id":null}]}',
        '{"pools":[{"url":"h.example:443","user":"w","pass":"x"}]}',
        '{"pools":[{"url":"h.example:443","user":"0x' + "ab" * 20 + '.rig1"}]}',
        '{\n  "pools": [\n    {\n      "coin": "monero",\n      "url": "h.example:443"\n    }\n  ]\n}',
    ],
)
def test_a_list_of_pools_with_what_only_miners_write_is_one(pools: str) -> None:
    assert deployed("config.json", pools) == ["miner"]
