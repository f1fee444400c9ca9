"""Measures reboots from outside: how soon after the boot of a host the last of its containers runs.

The same sleeping containers, each kind on a host of its own: Berth's in five groups by `start_order`, plain Quadlet
units, and Docker's with `--restart always`. The clock starts with systemd inside, and ends with the last container's
own time of start, as its engine tells it. The table goes to standard output, talk to standard error.
"""
import argparse
import json
import os
import subprocess
import sys
from datetime import datetime

from report import Table

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOST = os.path.join(ROOT, "testhost", "host")
IMAGE = "localhost/berth-test/busybox:1"
GROUPS = 5
LONGEST = 600


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Host:
    """A throw-away host."""

    def __init__(self, kind):
        self.name = f"bench-boot-{kind}-{os.getpid()}"
        jdk = self.outside([os.path.join(ROOT, "tools", "jdk")]).strip()
        self.outside([HOST, "boot", self.name, "--bind-ro", f"{ROOT}:/opt/berth", "--bind-ro", f"{jdk}:/opt/jdk"])

    @staticmethod
    def outside(argv, text=None):
        done = subprocess.run(argv, input=text or "", capture_output=True, text=True, timeout=LONGEST)
        if done.returncode != 0:
            raise SystemExit(f"bench: {' '.join(argv)[:200]} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
        return done.stdout

    def run(self, *argv, text=None):
        return self.outside([HOST, "exec", self.name, "--", *argv], text)

    def write(self, path, text):
        self.run("sh", "-c", 'mkdir -p "$(dirname "$0")" && cat >"$0"', path, text=text)

    def reboot(self):
        self.outside([HOST, "reboot", self.name])

    def destroy(self):
        subprocess.run([HOST, "destroy", self.name], stdin=subprocess.DEVNULL, check=False)

    def booted(self):
        """When systemd began, in seconds since the epoch."""
        stamp = self.run("systemctl", "show", "--timestamp=us+utc", "-P", "UserspaceTimestamp").strip()
        return datetime.strptime(stamp + " +0000", "%a %Y-%m-%d %H:%M:%S.%f %Z %z").timestamp()

    def starts(self, engine, count):
        """When each container started; waits until all run."""
        self.run("sh", "-c", f'for i in $(seq 600); do [ "$({engine} ps -q | wc -l)" = {count} ] && exit; sleep 0.2; done; exit 1')
        ids = self.run(engine, "ps", "-q").split()
        starts = {}
        for container in json.loads(self.run(engine, "inspect", *ids)):
            starts[container["Name"].lstrip("/")] = seconds(container["State"]["StartedAt"])
        return starts


def seconds(stamp):
    """RFC 3339, with more digits than Python reads."""
    head, _, tail = stamp.partition(".")
    zone = "+00:00" if tail.endswith("Z") else tail[tail.index("+"):] if "+" in tail else tail[tail.index("-"):]
    digits = "".join(c for c in tail.split("Z")[0].split("+")[0].split("-")[0] if c.isdigit())[:6].ljust(6, "0")
    return datetime.fromisoformat(f"{head}.{digits}{zone}").timestamp()


def names(count):
    return [f"bench{i}" for i in range(count)]


def group(name, count):
    return int(name.removeprefix("bench")) * GROUPS // count


def berth(host, count):
    host.write("/root/bench.yaml", "".join(
        f"{name}:\n  image: {IMAGE}\n  net: host\n  restart: always\n  stop_grace_period: 1s\n"
        f"  start_order: {group(name, count)}\n" for name in names(count)))
    host.run("/opt/berth/berth", "apply", "-f", "/root/bench.yaml")


def quadlet(host, count):
    unit = (f"[Container]\nImage={IMAGE}\nNetwork=host\nContainerName={{}}\nStopTimeout=1\n"
            "[Service]\nRestart=always\n[Install]\nWantedBy=multi-user.target\n")
    for name in names(count):
        host.write(f"/etc/containers/systemd/{name}.container", unit.format(name))
    host.run("systemctl", "daemon-reload")
    host.run("systemctl", "start", *names(count))


def docker(host, count):
    host.run("systemctl", "enable", "--quiet", "--now", "docker.service")
    for name in names(count):
        host.run("docker", "run", "-d", "--restart=always", "--net=host", "--stop-timeout=1", f"--name={name}", IMAGE)


def check_order(starts, count):
    """Every container of a group starts after the last one of the group before."""
    last = None
    for number in range(GROUPS):
        times = [at for name, at in starts.items() if group(name, count) == number]
        if last is not None and min(times) < last:
            raise SystemExit(f"bench: group {number} began before group {number - 1} was up")
        last = max(times)


KINDS = {"berth": (berth, "podman"), "quadlet": (quadlet, "podman"), "docker": (docker, "docker")}


def measure(kind, count, rounds):
    prepare, engine = KINDS[kind]
    host = Host(kind)
    took = []
    try:
        say(f"{count} containers, {kind}")
        prepare(host, count)
        for number in range(rounds):
            host.reboot()
            starts = host.starts(engine, count)
            took.append(max(starts.values()) - host.booted())
            say(f"{kind}, reboot {number + 1} of {rounds}: {took[-1]:.2f} s")
            if kind == "berth":
                check_order(starts, count)
    finally:
        host.destroy()
    return sorted(took)[len(took) // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", default="100")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    table = Table()
    for count in map(int, options.n.split(",")):
        took = {kind: measure(kind, count, options.rounds) for kind in KINDS}
        what = f"boot until the last one runs, {GROUPS} groups in order"
        table.add(what, count, took["berth"], "plain Quadlet units, no order", took["quadlet"])
        table.add(what, count, took["berth"], "Docker's `--restart always`, no order", took["docker"])
    print(table.markdown() if options.markdown else table.plain())


main()
