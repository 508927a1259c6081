"""What the programs beside ours read, each as near to what deploy/ ships as its Debian version allows."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.support.front import CADDYFILE
from tests.support.processes import BASE_DIR

DATABASE = OWNER = "whatspr"
ROLE = "whatspr_app"
POOL_SIZE = 20
MAX_CLIENTS = 400
PROMETHEUS = BASE_DIR / "deploy" / "prometheus"


def postgresql(folder: Path, *, port: int) -> None:
    """Let the server in `folder` listen on loopback. All else is its default, so that it is durable."""
    with (folder / "postgresql.conf").open("a") as file:
        file.write(f"listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\n")


def pgbouncer(folder: Path, *, port: int, postgres_port: int, password: str) -> Path:
    """Transaction mode, which is the harder one for a client; the role logs in with its password.

    After a database that was away it waits for a second, by default for 15: for so long it refuses clients,
    and Twilio repeats a message for no longer (pgbouncer.org/config.html, server_login_retry).
    """
    users = folder / "userlist.txt"
    users.write_text(f'"{ROLE}" "{password}"\n')
    file = folder / "pgbouncer.ini"
    file.write_text(
        f"[databases]\n{DATABASE} = host=127.0.0.1 port={postgres_port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = scram-sha-256\nauth_file = {users}\npool_mode = transaction\n"
        f"default_pool_size = {POOL_SIZE}\nmax_client_conn = {MAX_CLIENTS}\nserver_login_retry = 1\n"
    )
    return file


def caddy(folder: Path, *, web_ports: Sequence[int]) -> Path:
    """The shipped file, on loopback, with a certificate authority that no trust store is told of.

    A name with two addresses is two addresses here. Caddy before 2.11.2 fails a POST that it tries again
    (github.com/caddyserver/caddy/issues/7546), so this one tries none again: the first that fails marks a web
    process as away for a few seconds, and Twilio repeats it.
    """
    webs = " ".join(f"127.0.0.1:{port}" for port in web_ports)
    elsewhere = {
        "servers {": "admin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\t"
        "default_bind 127.0.0.1\n\tservers {",
        "dynamic a web 8000": f"to {webs}",
        "lb_try_duration 5s": "fail_duration 5s",
    }
    text = CADDYFILE.read_text()
    for shipped, here in elsewhere.items():
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, here)
    file = folder / "Caddyfile"
    file.write_text(text)
    return file


def prometheus(folder: Path, *, target: str, token: str) -> Path:
    """The shipped file, for a target on this machine."""
    token_file, file = folder / "health_api_token", folder / "prometheus.yml"
    token_file.write_text(token)
    shipped = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    (job,) = shipped["scrape_configs"]
    job["authorization"]["credentials_file"] = str(token_file)
    job["static_configs"] = [{"targets": [target]}]
    shipped["rule_files"] = [str(PROMETHEUS / name) for name in shipped["rule_files"]]
    file.write_text(yaml.safe_dump(shipped))
    return file
