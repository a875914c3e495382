"""Deployments written by us: entries of a list of signatures as they come in practice, and honest software beside them.

An option that honest software has too (`NET_ADMIN`, `:1080`, `--script`) is never deployed alone: it comes with what it
is for. `IN_PRACTICE` shows three such deployments for each entry of that sort; nothing else in them is an entry of the
list or a known name. `HONEST` has the same options, ports and words in software that is none of it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Final

Told = Mapping[str, Any]
_SOCKS: Final = "\x05\x01\x00"
_HANDSHAKE: Final = "\x01\x00\x00\x00\x5f\x2e"


def deployed(command: str = "", **told: Any) -> Told:
    """A deployment of an ordinary image."""
    return {"type": "app.deploy", "image": "debian:12", **({"command": command} if command else {}), **told}


def running(*processes: str, **told: Any) -> Told:
    """What an application is seen to do."""
    return {"type": "app.observed", "processes": list(processes), **told}


def filed(name: str, text: str) -> Told:
    """A deployment with a file."""
    return deployed(files=[{"name": name, "content": base64.b64encode(text.encode()).decode()}])


def _flow(port: int, payload: str, protocol: str = "tcp") -> Told:
    return {"address": "192.0.2.7", "port": port, "protocol": protocol, "payload_prefix": payload}


IN_PRACTICE: Final[Mapping[str, tuple[Told, Told, Told]]] = {
    "-o\\spool.": (
        deployed("./worker", arguments=["-o", "pool.example.net:443", "--tls"]),
        deployed('bash -c "exec ./start -u 9f3c.w1 -p x -o pool.example.net"'),
        running("./kworker -B -o pool.example.org:10128 -u w1"),
    ),
    "NET_ADMIN": (
        deployed(
            "sh -c 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE; exec ./app'", capabilities=["NET_ADMIN"]
        ),
        filed(
            "compose.yml",
            "services:\n  web:\n    image: debian:12\n    cap_add: [NET_ADMIN]\n    sysctls:\n"
            "      - net.ipv4.ip_forward=1\n",
        ),
        running("capsh --addamb=cap_net_admin -- -c ./kworker --interface tun0"),
    ),
    "[Interface]": (
        filed("etc/net.conf", "[Interface]\nPrivateKey = aB3=\nAddress = 10.66.0.1/24\n"),
        deployed("sh -c \"printf '[Interface]\\nListenPort = 443\\n' > /etc/n0.conf && exec ./start\""),
        running("sh -c echo '[Interface]' 'Address=10.9.9.1/32' '[Peer]' > /run/n0"),
    ),
    ":1080": (
        deployed("./worker -L guest:s3cret@:1080"),
        running("./kworker --listen 0.0.0.0:1080", flows=[_flow(1080, _SOCKS)]),
        deployed("bash -c 'exec ./start --bind :1080'", ports=[1080], env_keys=["PROXY_USER", "PROXY_PASS"]),
    ),
    ":3128": (
        filed("etc/app.conf", "http_port 10.0.0.5:3128\nvisible_hostname web\n"),
        running("./kworker -addr :3128", flows=[_flow(3128, "CONNECT shop.example:443 HTTP/1.1\r\n")]),
        deployed("./worker -l guest:s3cret@0.0.0.0:3128"),
    ),
    ":51820": (
        running("./kworker --listen :51820", flows=[_flow(51820, _HANDSHAKE, "udp")]),
        filed("setup.sh", "#!/bin/sh\n./n set n0 endpoint 198.51.100.7:51820 persist 25\n"),
        deployed("./worker --udp 0.0.0.0:51820", capabilities=["NET_ADMIN"]),
    ),
    "--script": (
        deployed("./worker", arguments=["--script", "banner,ftp-anon", "198.51.100.0/24"]),
        deployed('bash -c "exec ./start -iL hosts --script safe"'),
        running("./kworker -p 1-1024 --script=default db.example.org"),
    ),
    "vuln": (
        deployed("./worker", arguments=["--script=safe,vuln", "shop.example.org"]),
        deployed("bash -c \"exec ./start --script 'default and vuln' shop.example.org\""),
        running("./kworker --script vuln.nse db.example.org"),
    ),
    "proxies.txt": (
        deployed("./worker", arguments=["--proxies", "proxies.txt", "--letter", "a.html"]),
        deployed("./start", files=[{"name": "proxies.txt"}, {"name": "senders.txt"}, {"name": "start"}]),
        running("./kworker -x proxies.txt", flows=[_flow(25, "EHLO mail.example.org\r\n")]),
    ),
}

# Honest software with the same options, ports and words.
HONEST: Final[tuple[Told, ...]] = (
    deployed("trivy image --scanners vuln,secret --severity HIGH registry.example/app:1"),
    deployed("trivy fs --vuln-type os,library ."),
    deployed("npm run --script build -- --port 3000"),
    deployed("node --script app.js --listen 0.0.0.0:3000 --trusted-proxies 10.0.0.0"),
    deployed("psql --script=migrate.sql -p 5432 db.internal"),
    deployed("govulncheck ./... && npm audit"),
    deployed(
        "/usr/bin/pihole-FTL no-daemon", image="pihole/pihole:2024.07", capabilities=["NET_ADMIN"], ports=[53, 67, 80]
    ),
    deployed("keepalived -n -l", capabilities=["NET_ADMIN", "NET_BROADCAST"]),
    deployed("dhcpd -f eth0", capabilities=["NET_ADMIN", "NET_RAW"], ports=[67]),
    deployed("fail2ban-server -f", capabilities=["NET_ADMIN"]),
    filed(
        "docker-compose.yml",
        "services:\n  home:\n    image: homeassistant/home-assistant\n    cap_add:\n      - NET_ADMIN\n"
        "    ports:\n      - 8123:8123\n",
    ),
    filed("etc/app.ini", "[Interface]\nTheme=dark\nLanguage=fr\n"),
    filed("kde.conf", "[interface]\nfont=Noto Sans\n[general]\nprivate=1\n"),
    deployed("java -jar mockserver.jar -serverPort 1080", ports=[1080]),
    deployed("maildev --web 1080 --smtp 1025", ports=[1080, 1025]),
    deployed("./api --listen :1080 --log json", ports=[1080]),
    deployed("node server.js", arguments=["--port", "3128"], ports=[3128]),
    deployed(
        "env HTTPS_PROXY=http://proxy.corp.example:3128 NO_PROXY=localhost ./api", env_keys=["PROXY_USER", "PROXY_PASS"]
    ),
    deployed("pip install --proxy http://proxy.corp.example:3128 -r requirements.txt"),
    deployed("curl -s -x proxy.corp.example:3128 -o pool.json -u reader https://api.example.org/pool"),
    deployed("curl -u ci -p -o pool.tar.gz https://files.example.org/pool.tar.gz"),
    deployed("./worker -o pool.log --pool 8"),
    deployed("gunicorn app:app --threads 8 --worker-class gevent -b 0.0.0.0:8000"),
    deployed("celery -A app worker --pool prefork --concurrency 4"),
    filed(
        "pools.json", '{"pools": [{"url": "postgres://db.internal:5432/shop", "user": "app", "pass": "x", "size": 8}]}'
    ),
    filed(
        "config.json", '{"pools":[{"url":"http://10.0.0.4:5555","weight":3},{"url":"http://10.0.0.5:5555","weight":1}]}'
    ),
    filed("dashboard.json", '{"pools": [{"coin": "xmr", "url": "https://api.example.org/v1/pools/7"}]}'),
    filed("swaps.json", '{"pool": [{"url": "https://dex.example.org/p/1", "coin": "eth", "fee": 30}]}'),
    deployed("./scrape.py --proxies proxies.txt --out prices.csv", env_keys=["SMTP_HOST", "SMTP_USER"]),
    deployed("python crawl.py", files=[{"name": "proxies.txt"}, {"name": "crawl.py"}, {"name": "README.md"}]),
    deployed("./feed --url wss://stream.example.org/v1 --url wss://b.example.org"),
    deployed("haproxy -f /etc/haproxy.cfg", files=[{"name": "haproxy.cfg"}], ports=[80, 443]),
    deployed("nginx -g 'daemon off;'", ports=[80, 443]),
    filed("haproxy.cfg", "frontend web\n  bind :443\n  acl is_api path_beg /api\n  use_backend api if is_api\n"),
    filed(
        "Dockerfile",
        "FROM python:3.12-slim\n"
        "RUN apt-get update && apt-get install -y --no-install-recommends nmap curl\nCOPY . /srv\n"
        'CMD ["python", "inventory.py"]\n',
    ),
    filed("requirements.txt", "django==5.0\npython-nmap==0.7.1\nrequests\npytest\n"),
    filed(
        "package.json",
        '{"name":"shop","dependencies":{"express":"^4","discord.js":"^14","node-telegram-bot-api":"^0.66"}}',
    ),
    filed(
        "Dockerfile",
        'FROM node:20-alpine\nRUN apk add --no-cache git tini\nENTRYPOINT ["/sbin/tini", "--"]\n'
        'CMD ["node", "server.js"]\n',
    ),
    filed(
        "etc/systemd/system/api.service",
        "[Unit]\nDescription=api\n[Service]\nUser=john\nExecStart=/usr/bin/api --config /etc/api.yml\nRestart=always\n",
    ),
    filed(
        "k8s/app.yaml",
        "metadata:\n  name: empire\nspec:\n  containers:\n  - name: tor\n"
        '    image: registry.example/shop/web:3\n    command: ["/srv/web"]\n',
    ),
    filed(
        "start.sh", '#!/bin/sh\n# nothing like xmrig or openvpn is used here\nset -e\nexec /srv/app --port "$PORT"\n'
    ),
    filed("README.md", "We forbid xmrig, openvpn and masscan on our servers. See stratum+tcp:// in the policy.\n"),
    filed("package-lock.json", '{"packages":{"node_modules/webtorrent":{"version":"2.0.0"}}}'),
    deployed("rclone sync s3:bucket /data --transfers 8", ports=[]),
    deployed("celery -A shop.mail beat"),
    running("/usr/sbin/rabbitmq-server", flows=[_flow(5555, "AMQP\x00\x00\x09\x01")]),
    running("/usr/bin/api --listen :1080", flows=[_flow(1080, "GET /health HTTP/1.1\r\n")]),
    running("/usr/bin/python3 worker.py", flows=[_flow(587, "EHLO app.example.org\r\n")]),
    running("/usr/bin/airport-monitor --transport tcp --airport CDG"),
    running("/srv/unraid.py --disks 4"),
    running("prometheus --web.listen-address=:9090 --storage.tsdb.path=/data"),
    running("sshd: john [priv]", "/usr/lib/systemd/systemd --user"),
)


def build_files(name: str) -> Iterator[tuple[str, Told]]:
    """A named program in what people build and start with; with each the way it comes."""
    yield (
        "Dockerfile",
        filed("Dockerfile", f'FROM alpine:3.20\nRUN apk add --no-cache bash {name}\nENTRYPOINT ["/usr/bin/{name}"]\n'),
    )
    yield (
        "compose file",
        filed("docker-compose.yml", f'services:\n  web:\n    image: "acme/{name}:1.2"\n    restart: always\n'),
    )
    yield (
        "systemd unit",
        filed(
            "web.service", f"[Unit]\nDescription=web\n[Service]\nExecStart=/usr/sbin/{name} --config /etc/web.conf\n"
        ),
    )
    yield "base64", deployed(f"sh -c 'echo {_encoded(f'cd /tmp; nohup ./{name} -c a.conf &')} | base64 -d | sh'")
    yield "quotes", deployed(f"sh -c './{name[:2]}\"\"{name[2:]} -c a.conf'")
    yield "container", deployed(f"docker run -d --restart always --name web acme/{name}:2")
    yield "start script", filed("start.sh", f"#!/bin/sh\nset -e\nexec /opt/app/{name} -q\n")
    yield "crontab", filed("etc/cron.d/app", f"*/5 * * * * root /usr/local/bin/{name} --once\n")
    yield (
        "archive",
        deployed(
            f"sh -c 'curl -sL https://files.example/v6/{name}-6.1-linux-x64.tar.gz | tar xz && ./{name}-6.1/{name} -q'"
        ),
    )


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
