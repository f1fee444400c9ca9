"""Measures inside a test host how soon a container is up again after `kill -9` of its process, and where the time goes.

The same container in Berth's care, as a plain Quadlet unit, and in Docker's; in each round one after the other, each
time in another order. The tables go to standard output, talk to standard error.
"""
import argparse
import json
import os
import subprocess
import time

from contestants import BERTH, IMAGE, write
from process import Failed, ending, machine, run, say
from report import Table, median

OUT = "/root/bench/out"
UP = f"{OUT}/up"
# It runs when its own program says so, whatever its engine thinks.
SCRIPT = "touch /out/up; exec sleep 100000"
# A unit tells of its end and its start in this order.
STAGES = {
    "Main process exited": "until the monitor has cleaned up and ended",
    "Failed with result": "`ExecStopPost=`",
    "Scheduled restart job": "`RestartSec=`",
    "Starting ": "systemd begins the start",
}
START = "`podman run`, until the program runs"
DOCKER_STAGES = ("until Docker tells of its end", "Docker waits 0.1 s, and starts it")


class Berth:
    name, engine, container = "Berth", "podman", "bench-berth"
    unit = f"berth-{container}.service"

    def __init__(self, network):
        self.path = "/root/bench/restart.yaml"
        write(self.path, f"{self.container}:\n  image: {IMAGE}\n  net: {network}\n  restart: always\n"
                         f"  volumes: [{OUT}:/out]\n  command: [sh, -c, '{SCRIPT}']\n")

    def start(self):
        run([BERTH, "apply", "--file", self.path, "--config-id", "bench"])

    def stop(self):
        run([BERTH, "delete", "bench"])

    def stages(self, killed, up):
        return unit_stages(self.unit, killed, up)


class Quadlet:
    name, engine, container = "Quadlet", "podman", "bench-quadlet"
    unit = f"{container}.service"

    def __init__(self, network):
        write(f"/etc/containers/systemd/{self.container}.container",
              f"[Container]\nImage={IMAGE}\nContainerName={self.container}\nNetwork={network}\nVolume={OUT}:/out\n"
              f"Exec=sh -c '{SCRIPT}'\n[Service]\nRestart=always\n")
        run(["systemctl", "daemon-reload"])

    def start(self):
        run(["systemctl", "start", self.unit])

    def stop(self):
        # A stop by SIGTERM is a failure to it.
        run(["systemctl", "stop", self.unit])
        subprocess.run(["systemctl", "reset-failed", self.unit], stderr=subprocess.DEVNULL, check=False)

    def stages(self, killed, up):
        return unit_stages(self.unit, killed, up)


class Docker:
    name, engine, container = "Docker", "docker", "bench-docker"

    def __init__(self, network):
        self.network = network

    def start(self):
        run(["docker", "run", "--detach", "--name", self.container, "--restart", "always", "--network", self.network,
             "--volume", f"{OUT}:/out", IMAGE, "sh", "-c", SCRIPT])

    def stop(self):
        run(["docker", "rm", "--force", self.container])

    def stages(self, killed, up):
        events = run(["docker", "events", "--since", f"{killed:.6f}", "--until", f"{time.time():.6f}", "--filter",
                      f"container={self.container}", "--filter", "event=die", "--format", "{{json .}}"]).splitlines()
        died = json.loads(events[0])["timeNano"] / 1e9
        return dict(zip(DOCKER_STAGES, (died - killed, up - died)))


def unit_stages(unit, killed, up):
    """How long each stage took, by systemd's own messages; one that is not told of took no time."""
    begun, stages = killed, {}
    lines = run(["journalctl", "--output=short-unix", "--unit", unit, "--since", f"@{killed:.6f}"]).splitlines()
    for message, stage in STAGES.items():
        at = next((float(line.split()[0]) for line in lines if message in line), begun)
        stages[stage] = at - begun
        begun = at
    stages[START] = up - begun
    return stages


def wait_for(path):
    deadline = time.monotonic() + 60
    while not os.path.exists(path):
        if time.monotonic() > deadline:
            raise Failed(f"{path} did not appear: the container is not up")
        time.sleep(0.001)


def kill_once(contestant):
    """The time from the kill until it is up again, and its stages."""
    if os.path.exists(UP):
        os.remove(UP)
    contestant.start()
    wait_for(UP)
    time.sleep(1)
    pid = int(run([contestant.engine, "inspect", "--format", "{{.State.Pid}}", contestant.container]))
    os.remove(UP)
    killed = time.time()
    os.kill(pid, 9)
    wait_for(UP)
    up = time.time()
    time.sleep(0.5)
    stages = contestant.stages(killed, up)
    contestant.stop()
    return up - killed, stages


def measure(network, rounds):
    contestants = [Berth(network), Quadlet(network), Docker(network)]
    took = {contestant.name: [] for contestant in contestants}
    stages = {contestant.name: {} for contestant in contestants}
    for round_ in range(-1, rounds):
        say(f"network {network}, " + (f"round {round_ + 1} of {rounds}" if round_ >= 0 else "warming up"))
        turn = round_ % len(contestants)
        for contestant in contestants[turn:] + contestants[:turn]:
            total, parts = kill_once(contestant)
            if round_ >= 0:
                took[contestant.name].append(total)
                for stage, part in parts.items():
                    stages[contestant.name].setdefault(stage, []).append(part)
    return took, stages


def split(network, took, stages):
    """The table of stages, in milliseconds."""
    lines = [f"| Network `{network}` | Berth | Quadlet | Docker |", "| --- | --- | --- | --- |"]
    for stage in (*STAGES.values(), START, *DOCKER_STAGES):
        cells = [f"{median(parts[stage]) * 1000:.0f}" if stage in parts else "" for parts in stages.values()]
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    for what, of in (("all", median), ("quickest", min), ("slowest", max)):
        lines.append(f"| {what} | {' | '.join(f'{of(times) * 1000:.0f}' for times in took.values())} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    here = machine()
    os.makedirs(OUT, exist_ok=True)
    run(["systemctl", "start", "docker"])
    table, splits = Table(), []
    for network in ("host", "bridge"):
        took, stages = measure(network, options.rounds)
        what = f"up again after `kill -9`, network `{network}`"
        table.add(what, 1, median(took["Berth"]), "Docker's `--restart always`", median(took["Docker"]), ratio_at_most=1)
        table.add(what, 1, median(took["Berth"]), "plain Quadlet unit, `Restart=always`", median(took["Quadlet"]))
        splits.append(split(network, took, stages))
    print(f"{here}. Medians of {options.rounds} rounds.\n")
    print(table.markdown() if options.markdown else table.plain())
    print("\nWhere the time goes, in milliseconds; medians of each part, which need not add up:\n")
    print("\n\n".join(splits))


if __name__ == "__main__":
    ending(main)
